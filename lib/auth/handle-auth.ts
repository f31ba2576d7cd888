import 'server-only';
import type { Origin } from '@/lib/access/actor';
import { AppError, invalidRequest, notFound, toProblem, unauthenticated } from '@/lib/contracts/errors';
import type { RateClass } from '@/lib/contracts/routes';
import { appOrigin, isCrossOrigin, originOf } from '@/lib/http/origin';
import { parse } from '@/lib/http/parse';
import { spend } from '@/lib/http/rate';
import { problemResponse } from '@/lib/http/route';
import { log } from '@/lib/platform/log';
import { toAppError } from '@/lib/storage/to-app-error';
import { findSessionEnd } from '@/lib/users/sessions';
import { readAuthBody, readAuthQuery } from './auth-input';
import { authenticate } from './authenticate';
import { callbackUrlCookieName, readCookies } from './cookie';
import { authOptions, Credentials, oidcProviderId, type SignInOutcome } from './options';
import { type NextAuthResult, runNextAuth } from './run-next-auth';
import { sameOriginUrl } from './same-origin-url';

const credentialsCallback = 'POST callback/credentials';
const oidcCallback = `GET callback/${oidcProviderId}`;

/** All that next-auth may be asked for here, and what each costs. */
const operations: Record<string, RateClass> = {
  'GET providers': 'read',
  'GET session': 'read',
  'GET csrf': 'read',
  'GET signin': 'read',
  'GET signout': 'read',
  'GET error': 'read',
  'POST signout': 'write',
  [credentialsCallback]: 'auth',
  [`POST signin/${oidcProviderId}`]: 'auth',
  [oidcCallback]: 'auth',
};

const pathOf = (request: Request) =>
  new URL(request.url).pathname
    .replace(/^\/api\/auth\/?/, '')
    .split('/')
    .filter(Boolean);

/**
 * Answers /api/auth/*: next-auth decides, we look at everything before it does and word every answer after. Left to
 * itself it answers 500 to broken bodies, foreign methods and bad callback URLs, and a wrong CSRF token with success.
 */
export async function handleAuth(request: Request): Promise<Response> {
  const origin = originOf(request.headers);
  const path = pathOf(request);
  let wantsJson = true;
  try {
    const operation = await operationOf(request, path, origin);
    const posted = request.method === 'POST';
    if (posted && isCrossOrigin(request.headers)) {
      throw new AppError('cross_origin', {
        detail: 'This request came from another site and was refused.',
      });
    }
    await spend({ actor: null, address: origin.address, rate: operations[operation] ?? 'auth' });
    const base = baseOf(request.headers);
    if (operation === 'GET session') return await answerSession(request.headers, origin);
    const query = readAuthQuery(request);
    const body = posted ? await readAuthBody(request) : {};
    const { json, ...fields } = body;
    wantsJson = json === 'true' || request.headers.get('content-type')?.includes('json') === true;
    if (operation === credentialsCallback) parse(Credentials, body);
    const cookies = readCookies(request.headers);
    const { options, outcome } = authOptions({
      origin,
      actor: operation === oidcCallback ? await signedIn(request.headers, origin) : null,
      inviteToken: inviteTokenIn(cookies[callbackUrlCookieName()], base),
    });
    const result = await runNextAuth(
      {
        method: request.method,
        path,
        // The query of a sign-in would become parameters of the provider's address, redirect_uri among them.
        query: posted ? {} : query,
        // Without next-auth's own `json`: it would word its answer past us.
        body: fields,
        cookies,
        appOrigin: base,
      },
      options,
    );
    return answer({ operation, result, outcome, base, wantsJson });
  } catch (thrown) {
    return refuse(thrown, { request, origin, wantsJson });
  }
}

async function operationOf(request: Request, path: string[], origin: Origin): Promise<string> {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const name = path.join('/');
  const operation = `${method} ${name}`;
  if (Object.hasOwn(operations, operation)) return operation;
  const allowed = Object.keys(operations)
    .filter((known) => known.endsWith(` ${name}`))
    .map((known) => known.split(' ')[0]);
  if (allowed.length > 0) {
    throw new AppError('method_not_allowed', { detail: `Use ${allowed.join(' or ')} here.` });
  }
  throw (await signedIn(request.headers, origin)) ? notFound('Nothing') : unauthenticated();
}

/** Address of this app for the request. Throws invalid_request where the Host header is none. */
function baseOf(headers: Headers): string {
  const base = appOrigin(headers);
  if (!URL.canParse(base)) throw invalidRequest([{ path: 'Host', message: 'This is not a host.' }]);
  return new URL(base).origin;
}

/** Signing in and out is for browsers: a token in the header is nobody here. */
async function signedIn(headers: Headers, origin: Origin) {
  const withoutToken = new Headers(headers);
  withoutToken.delete('authorization');
  return authenticate(withoutToken, origin);
}

function inviteTokenIn(callbackUrl: string | undefined, base: string): string | null {
  const url = callbackUrl ? sameOriginUrl(callbackUrl, base) : null;
  return url ? (/^\/invite\/([A-Za-z0-9_-]{16,200})$/.exec(new URL(url).pathname)?.[1] ?? null) : null;
}

/** next-auth would answer from the cookie alone, and prolong it: sessions are rows, and end when they said. */
async function answerSession(headers: Headers, origin: Origin): Promise<Response> {
  const actor = await signedIn(headers, origin);
  const expires = actor?.sessionId ? await findSessionEnd(actor.sessionId) : null;
  const session = actor && expires ? { user: { name: actor.name, email: actor.email }, expires } : {};
  return Response.json(session, { headers: { 'cache-control': 'no-store' } });
}

type Given = {
  operation: string;
  result: NextAuthResult;
  outcome: SignInOutcome;
  base: string;
  wantsJson: boolean;
};

function answer({ operation, result, outcome, base, wantsJson }: Given): Response {
  if (outcome.thrown) throw outcome.thrown;
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of result.setCookies) headers.append('set-cookie', cookie);
  if (result.location === null) return Response.json(result.body, { headers });
  const location = new URL(result.location, base);
  const isOwn = location.origin === base;
  if (isOwn && location.searchParams.get('csrf') === 'true') {
    throw invalidRequest([
      {
        path: 'csrfToken',
        message: 'This is missing or outdated. Get it from /api/auth/csrf and send its cookie.',
      },
    ]);
  }
  const target = isOwn ? landing(location, operation, outcome) : location.href;
  if (operation.startsWith('POST') && wantsJson) {
    return Response.json({ url: new URL(target, base).href }, { headers });
  }
  headers.set('location', target);
  return new Response(null, { status: operation.startsWith('POST') ? 303 : 302, headers });
}

/** Where the browser goes next: next-auth's own pages are our sign-in page, a used invitation is home. */
function landing(location: URL, operation: string, { invited }: SignInOutcome): string {
  if (operation === oidcCallback && invited && location.pathname.startsWith('/invite/')) return '/';
  const path = `${location.pathname}${location.search}`;
  return path.replace(/^\/api\/auth\/(error|signin|signout)(?=\?|$)/, '/sign-in');
}

type Refusal = { request: Request; origin: Origin; wantsJson: boolean };

/** next-auth's browser code reads `url` and looks for `error` in it; people without scripts are sent there. */
function refuse(thrown: unknown, { request, origin, wantsJson }: Refusal): Response {
  const error = toAppError(thrown);
  if (error.status >= 500) {
    log.error({ requestId: origin.requestId, err: error.cause ?? error }, 'auth.failed');
  }
  const page = `/sign-in?error=${error.code === 'invalid_credentials' ? 'CredentialsSignin' : error.code}`;
  const isVisit = `${request.method} ${pathOf(request).join('/')}` === oidcCallback;
  if (!wantsJson || (isVisit && error.code !== 'invalid_request')) {
    return new Response(null, {
      status: 303,
      headers: {
        location: page,
        'cache-control': 'no-store',
        ...(error.retryAfterSeconds ? { 'retry-after': String(Math.ceil(error.retryAfterSeconds)) } : {}),
      },
    });
  }
  const plain = problemResponse(error, origin.requestId);
  const url = new URL(page, URL.canParse(request.url) ? request.url : 'http://localhost').href;
  return new Response(JSON.stringify({ ...toProblem(error, origin.requestId), url }), {
    status: plain.status,
    headers: plain.headers,
  });
}
