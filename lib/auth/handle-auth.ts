import 'server-only';
import type { Origin } from '@/lib/access/actor';
import { AppError, invalidRequest, notFound, unauthenticated } from '@/lib/contracts/errors';
import { appOrigin, isCrossOrigin, originOf } from '@/lib/http/origin';
import { parse } from '@/lib/http/parse';
import { spend } from '@/lib/http/rate';
import { findSessionEnd, signOut } from '@/lib/users/sessions';
import { answer, refuse } from './auth-answer';
import { readAuthBody, readAuthQuery } from './auth-input';
import { authPath, costOf, findOperation, type Operation } from './auth-operations';
import { authenticate } from './authenticate';
import { callbackUrlCookieName, readCookies } from './cookie';
import { authOptions, Credentials, oidcProviderId } from './options';
import { runNextAuth } from './run-next-auth';
import { sameOriginUrl } from './same-origin-url';

/**
 * Answers /api/auth/*: next-auth decides, we look at everything before it does and word every answer after. Left to
 * itself it answers 500 to broken bodies, foreign methods and bad callback URLs, and a wrong CSRF token with success.
 */
export async function handleAuth(request: Request): Promise<Response> {
  const origin = originOf(request.headers);
  const call: Call = { request, origin, wantsJson: true };
  try {
    const operation = findOperation(request);
    if (!operation) throw (await signedIn(call)) ? notFound('Nothing') : unauthenticated();
    if (request.method === 'POST' && isCrossOrigin(request.headers)) {
      throw new AppError('cross_origin', {
        detail: 'This request came from another site and was refused.',
      });
    }
    await spend({ actor: null, address: origin.address, rate: costOf(operation) });
    return operation === 'GET session' ? await answerSession(call) : await decide(operation, call);
  } catch (thrown) {
    return refuse(thrown, call);
  }
}

type Call = {
  request: Request;
  origin: Origin;
  /** Known once the body was read; until then failures are JSON. */
  wantsJson: boolean;
};

async function decide(operation: Operation, call: Call): Promise<Response> {
  const { request, origin } = call;
  const posted = operation.startsWith('POST');
  const base = baseOf(request.headers);
  const query = readAuthQuery(request);
  // Without next-auth's own `json`: it would word its answer past us.
  const { json, ...body } = posted ? await readAuthBody(request) : {};
  call.wantsJson = json === 'true' || request.headers.get('content-type')?.includes('json') === true;
  if (operation === 'POST callback/credentials') parse(Credentials, body);

  const cookies = readCookies(request.headers);
  const actor = operation.includes('callback/') ? await signedIn(call) : null;
  const { options, outcome } = authOptions({
    origin,
    actor: operation === `GET callback/${oidcProviderId}` ? actor : null,
    inviteToken: inviteTokenIn(cookies[callbackUrlCookieName()], base),
  });
  const result = await runNextAuth(
    {
      method: posted ? 'POST' : 'GET',
      path: authPath(request),
      // The query of a sign-in would become parameters of the provider's address, redirect_uri among them.
      query: posted ? {} : query,
      body,
      cookies,
      appOrigin: base,
    },
    options,
  );
  if (outcome.thrown) throw outcome.thrown;
  // This browser's cookie is overwritten: the session that it held could never be ended from there.
  if (outcome.sessionId && actor?.sessionId) await signOut(actor.sessionId, origin);
  return answer({ operation, result, invited: outcome.invited, base, wantsJson: call.wantsJson });
}

/** Address of this app for the request. Throws invalid_request where the Host header is none. */
function baseOf(headers: Headers): string {
  const base = appOrigin(headers);
  if (!URL.canParse(base)) throw invalidRequest([{ path: 'Host', message: 'This is not a host.' }]);
  return new URL(base).origin;
}

/** Signing in and out is for browsers: a token in the header is nobody here. */
async function signedIn({ request, origin }: Call) {
  const withoutToken = new Headers(request.headers);
  withoutToken.delete('authorization');
  return authenticate(withoutToken, origin);
}

function inviteTokenIn(callbackUrl: string | undefined, base: string): string | null {
  const url = callbackUrl ? sameOriginUrl(callbackUrl, base) : null;
  return url ? (/^\/invite\/([A-Za-z0-9_-]{16,200})$/.exec(new URL(url).pathname)?.[1] ?? null) : null;
}

/** next-auth would answer from the cookie alone, and prolong it: sessions are rows, and end when they said. */
async function answerSession(call: Call): Promise<Response> {
  const actor = await signedIn(call);
  const expires = actor?.sessionId ? await findSessionEnd(actor.sessionId) : null;
  const session = actor && expires ? { user: { name: actor.name, email: actor.email }, expires } : {};
  return Response.json(session, { headers: { 'cache-control': 'no-store' } });
}
