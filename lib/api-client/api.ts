import { paths, type RouteName } from '@/lib/contracts/paths';
import type { BodyInput, ParamsOf, QueryInput, ResultOf } from '@/lib/contracts/routes';
import { ApiError, networkError } from './api-error';
import { outlivePage } from './outlive-page';

type Part<Key extends string, Value> = [Value] extends [undefined]
  ? { [K in Key]?: undefined }
  : { [K in Key]: Value };
type QueryPart<Value> = [Value] extends [undefined] ? { query?: undefined } : { query?: Value };

/** What a call to route Name takes; path parameters and bodies are required exactly where the route has them. */
export type ApiInput<Name extends RouteName> = Part<'params', ParamsOf<Name>> &
  QueryPart<QueryInput<Name>> &
  Part<'body', BodyInput<Name>> & {
    /** Makes a creating POST repeatable for 24 h. */
    idempotencyKey?: string;
    /** Version of the thing the change is based on. */
    ifMatch?: number;
    signal?: AbortSignal;
  };
type Arguments<Name extends RouteName> =
  Record<string, never> extends ApiInput<Name> ? [input?: ApiInput<Name>] : [input: ApiInput<Name>];

/**
 * Calls one route of the HTTP API from the browser and answers its success body (undefined for 204).
 * A change is carried through when the page is left at once. Throws ApiError with the server's problem, or with code
 * "network"; an abort throws the signal's reason.
 */
export async function api<Name extends RouteName>(
  name: Name,
  ...[input]: Arguments<Name>
): Promise<ResultOf<Name>> {
  const { method, url } = toRequestLine(name, input?.params ?? {}, input?.query ?? {});
  const headers = new Headers({ accept: 'application/json' });
  if (input?.body !== undefined) headers.set('content-type', 'application/json');
  if (input?.idempotencyKey) headers.set('idempotency-key', input.idempotencyKey);
  if (input?.ifMatch !== undefined) headers.set('if-match', `"${input.ifMatch}"`);

  let response: Response;
  try {
    const body = input?.body === undefined ? null : JSON.stringify(input.body);
    const send = (keepalive: boolean) =>
      fetch(url, {
        method,
        headers,
        body,
        signal: input?.signal ?? null,
        keepalive,
        credentials: 'same-origin',
        redirect: 'error',
      });
    response = await (method === 'GET' ? send(false) : outlivePage(body, send));
  } catch (cause) {
    if (input?.signal?.aborted) throw input.signal.reason;
    throw networkError(cause);
  }
  if (!response.ok) throw await toError(response);
  return (
    response.status === 204 || response.status === 205 ? undefined : await readJson(response)
  ) as ResultOf<Name>;
}

/** Method and address of a call. Parameters are escaped; absent query values are left out. */
export function toRequestLine(
  name: RouteName,
  params: object = {},
  query: object = {},
): { method: string; url: string } {
  const [method = 'GET', template = '/'] = paths[name].split(' ');
  const values = new Map<string, unknown>(Object.entries(params));
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(String(values.get(key))),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  return { method, url: search.size > 0 ? `${path}?${search}` : path };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch((cause: unknown) => {
    throw networkError(cause);
  });
  return text === '' ? undefined : JSON.parse(text);
}

async function toError(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const options = retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {};
  if (response.headers.get('content-type')?.includes('application/problem+json')) {
    const problem = await readJson(response);
    if (isProblem(problem)) return new ApiError(problem, options);
  }
  // A proxy between us and the app answered in its own words.
  return new ApiError(
    {
      status: response.status,
      code: response.status >= 500 ? 'unavailable' : 'invalid_request',
      title: 'Unexpected answer',
      detail: `The server answered ${response.status} without saying why. Try again in a moment.`,
      requestId: response.headers.get('x-request-id') ?? undefined,
    },
    options,
  );
}

const isProblem = (value: unknown): value is ConstructorParameters<typeof ApiError>[0] =>
  typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
