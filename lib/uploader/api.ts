import { ApiError, ApiUnreachable } from './errors';
import type {
  Checksums,
  CompleteRequest,
  CompleteResult,
  CreateRequest,
  CreateResponse,
  PresignResponse,
  Problem,
  RemoteFile,
  RemoteUpload,
  UploadPage,
} from './protocol';
import { parseRetryAfter } from './retry';

/** The server, as the engine needs it. Every call throws ApiError (a problem) or ApiUnreachable (no answer). */
export interface UploadApi {
  /** `idempotencyKey`: a call whose answer was lost can be sent again without reserving twice. */
  create(
    request: CreateRequest,
    options: { idempotencyKey: string; signal?: AbortSignal },
  ): Promise<CreateResponse>;
  get(id: string, signal?: AbortSignal): Promise<RemoteUpload>;
  list(cursor: string | null, signal?: AbortSignal): Promise<UploadPage>;
  /** `checksums` by part number are signed into the URLs: the bucket then checks them. */
  presign(
    id: string,
    partNumbers?: number[],
    signal?: AbortSignal,
    checksums?: Record<number, Checksums>,
  ): Promise<PresignResponse>;
  complete(id: string, request: CompleteRequest, signal?: AbortSignal): Promise<CompleteResult>;
  /** One answer per id, in order. */
  completeMany(ids: string[], signal?: AbortSignal): Promise<CompleteResult[]>;
  cancel(id: string, signal?: AbortSignal): Promise<void>;
  /** Whether the server itself reaches the bucket; where there is no telling, the browser's own probe decides alone. */
  isStorageUp?(signal?: AbortSignal): Promise<boolean>;
}

export interface UploadApiOptions {
  /** Where the API lives, '' for the same origin. */
  baseUrl?: string;
  /** Sent with every call: `{Authorization: 'Bearer …'}` for programs. */
  headers?: Record<string, string>;
  fetch?: typeof fetch;
}

type Call = {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};
type Answer = { status: number; body: unknown; retryAfterMs: number | null };

/** An answer of the app that takes longer than this never comes: `complete` says 202 after 20 s at the latest. */
const callTimeoutMs = 60_000;
const defaultRetryAfterMs = 1_000;
const healthTimeoutMs = 10_000;

/** The HTTP API of API.md through fetch. */
export function createUploadApi({
  baseUrl = '',
  headers: always,
  fetch: send = fetch,
}: UploadApiOptions = {}): UploadApi {
  const call = async ({ method, path, body, headers, signal }: Call): Promise<Answer> => {
    const timeout = AbortSignal.timeout(callTimeoutMs);
    try {
      const response = await send(`${baseUrl}/api/uploads${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...always,
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        cache: 'no-store',
      });
      return await toAnswer(response);
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof ApiError
        ? error
        : new ApiUnreachable('The app gave no answer.', { cause: error });
    }
  };
  const one = (id: string) => `/${encodeURIComponent(id)}`;
  return {
    create: async (body, { idempotencyKey, signal }) =>
      (await call({ method: 'POST', path: '', body, headers: { 'idempotency-key': idempotencyKey }, signal }))
        .body as CreateResponse,
    get: async (id, signal) => (await call({ method: 'GET', path: one(id), signal })).body as RemoteUpload,
    list: async (cursor, signal) => {
      const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      return (await call({ method: 'GET', path: `?limit=200${query}`, signal })).body as UploadPage;
    },
    presign: async (id, partNumbers, signal, checksums) =>
      (
        await call({
          method: 'POST',
          path: `${one(id)}/presign`,
          body: partNumbers ? { partNumbers, ...(checksums ? { checksums } : {}) } : {},
          signal,
        })
      ).body as PresignResponse,
    complete: async (id, request, signal) => {
      const answer = await call({
        method: 'POST',
        path: `${one(id)}/complete`,
        body: request,
        signal,
      });
      return toCompleteResult(answer.body as CompleteBody, answer);
    },
    completeMany: async (ids, signal) => {
      const answer = await call({ method: 'POST', path: '/complete', body: { ids }, signal });
      const { items } = answer.body as { items: CompleteBody[] };
      return items.map((body) => toCompleteResult(body, answer));
    },
    cancel: async (id, signal) => {
      await call({ method: 'DELETE', path: one(id), signal });
    },
    isStorageUp: (signal) => isStorageUp(send, baseUrl, signal),
  };
}

/** Without an answer of the app this is no time to judge the storage: it counts as down. */
async function isStorageUp(send: typeof fetch, baseUrl: string, signal?: AbortSignal): Promise<boolean> {
  const timeout = AbortSignal.timeout(healthTimeoutMs);
  try {
    const response = await send(`${baseUrl}/api/health/ready`, {
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      cache: 'no-store',
    });
    const health: { checks?: { storage?: string } } = await response.json();
    return health.checks?.storage !== 'failed';
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

interface CompleteBody {
  file?: RemoteFile;
  state?: string;
  error?: Problem;
}

function toCompleteResult({ file, error }: CompleteBody, { retryAfterMs }: Answer): CompleteResult {
  if (file) return { outcome: 'ready', file };
  if (error) return { outcome: 'error', error };
  return { outcome: 'verifying', retryAfterMs: retryAfterMs ?? defaultRetryAfterMs };
}

async function toAnswer(response: Response): Promise<Answer> {
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'));
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  const body: unknown = isJson && text !== '' ? JSON.parse(text) : null;
  if (response.ok) return { status: response.status, body, retryAfterMs };
  throw new ApiError(toProblem(response.status, body), retryAfterMs);
}

/** A proxy in between may answer without a problem body. */
function toProblem(status: number, body: unknown): Problem {
  const problem = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {};
  return { ...problem, status, code: problem.code ?? `http_${status}` };
}
