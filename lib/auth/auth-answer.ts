import 'server-only';
import type { Origin } from '@/lib/access/actor';
import { invalidRequest, toProblem } from '@/lib/contracts/errors';
import { problemResponse } from '@/lib/http/route';
import { log } from '@/lib/platform/log';
import { toAppError } from '@/lib/storage/to-app-error';
import { allowedMethods, authPath, type Operation } from './auth-operations';
import { oidcProviderId } from './options';
import type { NextAuthResult } from './run-next-auth';

type Given = {
  operation: Operation;
  result: NextAuthResult;
  /** The person came with an invitation, which is used up now. */
  invited: boolean;
  base: string;
  wantsJson: boolean;
};

/** What next-auth decided, as an answer: JSON `{url}` for its browser code, a redirect for everybody else. */
export function answer({ operation, result, invited, base, wantsJson }: Given): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of result.setCookies) headers.append('set-cookie', cookie);
  if (result.location === null) return Response.json(result.body, { headers });
  const location = new URL(result.location, base);
  const isOwn = location.origin === base;
  if (isOwn && location.searchParams.get('csrf') === 'true') {
    const message = 'This is missing or outdated. Get it from /api/auth/csrf and send its cookie.';
    throw invalidRequest([{ path: 'csrfToken', message }]);
  }
  const target = isOwn ? landing(location, invited) : location.href;
  const posted = operation.startsWith('POST');
  if (posted && wantsJson) return Response.json({ url: new URL(target, base).href }, { headers });
  headers.set('location', target);
  return new Response(null, { status: posted ? 303 : 302, headers });
}

/** Where the browser goes next: next-auth's own pages are our sign-in page, a used invitation is home. */
function landing(location: URL, invited: boolean): string {
  if (invited && location.pathname.startsWith('/invite/')) return '/';
  const path = `${location.pathname}${location.search}`;
  return path.replace(/^\/api\/auth\/(error|signin|signout)(?=\?|$)/, '/sign-in');
}

type Refusal = { request: Request; origin: Origin; wantsJson: boolean };

/**
 * A failure as an answer. next-auth's browser code reads `url` from it and looks for `error` in there; people without
 * scripts, and those who come back from the provider, are sent to the sign-in page, which has the sentence.
 */
export function refuse(thrown: unknown, { request, origin, wantsJson }: Refusal): Response {
  const error = toAppError(thrown);
  if (error.status >= 500) {
    log.error({ requestId: origin.requestId, err: error.cause ?? error }, 'auth.failed');
  }
  const page = `/sign-in?error=${error.code === 'invalid_credentials' ? 'CredentialsSignin' : error.code}`;
  const isVisit = request.method === 'GET' && authPath(request).join('/') === `callback/${oidcProviderId}`;
  if (!wantsJson || (isVisit && error.code !== 'invalid_request')) {
    const wait = error.retryAfterSeconds;
    return new Response(null, {
      status: 303,
      headers: {
        location: page,
        'cache-control': 'no-store',
        ...(wait ? { 'retry-after': String(Math.ceil(wait)) } : {}),
      },
    });
  }
  const { status, headers } = problemResponse(error, origin.requestId);
  if (error.code === 'method_not_allowed') headers.set('allow', allowedMethods(request).join(', '));
  const url = new URL(page, request.url).href;
  return new Response(JSON.stringify({ ...toProblem(error, origin.requestId), url }), { status, headers });
}
