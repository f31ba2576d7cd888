import 'server-only';
import { readText } from './read-json';

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;
type Answers<Context> = {
  /** Where a browser without JavaScript goes after a success; answer is the handler's own. */
  next: (answer: Response, context: Context) => Promise<string>;
  /** … and after a failure: a page that says what happened. */
  failed: (answer: Response, context: Context) => Promise<string>;
};

const maxFormBytes = 16_384;
const isForm = (headers: Headers): boolean =>
  (headers.get('content-type') ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');

/**
 * Lets a plain HTML form call a JSON route: its fields become the body, and every answer becomes 303 See Other with the
 * cookies it set. The route itself still checks origin, rate and body. Anything that is not a form passes untouched.
 */
export function withPlainForm<Context>(
  handler: Handler<Context>,
  { next, failed }: Answers<Context>,
): Handler<Context> {
  return async (request, context) => {
    if (!isForm(request.headers)) return handler(request, context);
    const fields = new URLSearchParams((await readText(request, maxFormBytes).catch(() => '')) ?? '');
    const headers = new Headers(request.headers);
    headers.set('content-type', 'application/json');
    headers.delete('content-length');
    const body = JSON.stringify(Object.fromEntries(fields));
    const answer = await handler(new Request(request.url, { method: 'POST', headers, body }), context);
    const location = answer.ok ? await next(answer, context) : await failed(answer, context);
    const sent = new Headers({ location, 'cache-control': 'no-store' });
    for (const cookie of answer.headers.getSetCookie()) sent.append('set-cookie', cookie);
    return new Response(null, { status: 303, headers: sent });
  };
}
