import { BucketError, TransportError } from './errors';
import { parseRetryAfter } from './retry';
import type { Weather } from './weather';

export interface TransportRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Blob | FormData;
  signal: AbortSignal;
  /** Absent where progress is not worth what a listener costs: it turns a simple request into a preflighted one. */
  onProgress?: (sentBytes: number) => void;
}

export interface TransportResponse {
  status: number;
  retryAfter: string | null;
  /** The start of the body of an error, for its S3 code; '' after a success. */
  errorBody: string;
}

/** Sends one request. Rejects with TransportError('network') when no answer comes, with the signal's reason on abort. */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** Names the Fetch standard forbids to scripts; the browser sets both from URL and body. */
const forbidden: ReadonlySet<string> = new Set(['host', 'content-length']);

export const settableHeaders = (headers: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !forbidden.has(name.toLowerCase())));

/** Works everywhere; tells no progress. */
export const fetchTransport: Transport = async ({ method, url, headers, body, signal }) => {
  try {
    const response = await fetch(url, {
      method,
      headers: settableHeaders(headers),
      body,
      signal,
      credentials: 'omit',
    });
    const text = await response.text();
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      errorBody: response.ok ? '' : text.slice(0, 4_096),
    };
  } catch (cause) {
    signal.throwIfAborted();
    throw new TransportError('network', { cause });
  }
};

/** No byte for this long means the connection is dead. */
export const defaultStallMs = 30_000;
/** After the network has returned, a connection that does not move within this time did not survive. */
const revivalMs = 3_000;
/** Without progress events a request gets the stall time and what its bytes need at half a megabit a second. */
const slowestBytesPerMs = 64;

export interface SendOptions {
  transport: Transport;
  weather: Weather;
  stallMs: number;
}

/**
 * Sends one body and resolves when the bucket has it (2xx, or 412: our create-only key is there already). Gives up
 * on a connection on which nothing moves, and on one that slept. Throws BucketError or TransportError.
 */
export async function sendBody(
  request: TransportRequest & { sizeBytes: number; quick?: boolean },
  { transport, weather, stallMs }: SendOptions,
): Promise<void> {
  const { signal, onProgress, sizeBytes, quick = false } = request;
  const stalled = new AbortController();
  const giveUp = () => stalled.abort(new TransportError('stalled'));
  const blindMs = quick ? stallMs : stallMs + sizeBytes / slowestBytesPerMs;
  let timer = setTimeout(giveUp, onProgress ? stallMs : blindMs);
  const stopListening = weather.onWake(giveUp);
  const stopWatching = weather.onChange((isOnline) => {
    if (!isOnline || !onProgress) return;
    clearTimeout(timer);
    timer = setTimeout(giveUp, Math.min(stallMs, revivalMs));
  });
  let lastBytes = 0;
  const watch = (sentBytes: number) => {
    onProgress?.(sentBytes);
    if (sentBytes <= lastBytes) return;
    lastBytes = sentBytes;
    clearTimeout(timer);
    // All is sent: what remains is the bucket's own work, which for a large part takes longer.
    timer = setTimeout(giveUp, sentBytes >= sizeBytes ? 2 * stallMs : stallMs);
  };
  try {
    const response = await transport({
      ...request,
      signal: AbortSignal.any([signal, stalled.signal]),
      onProgress: onProgress ? watch : undefined,
    });
    const { status } = response;
    if ((status >= 200 && status < 300) || status === 412) return;
    throw new BucketError(status, toS3Code(response.errorBody), parseRetryAfter(response.retryAfter));
  } finally {
    clearTimeout(timer);
    stopListening();
    stopWatching();
  }
}

/** S3 has no code of its own for a link that has run out: AccessDenied, and a message. Source: S3 "Error responses". */
const toS3Code = (body: string): string | null =>
  body.includes('<Message>Request has expired')
    ? 'RequestExpired'
    : (/<Code>([A-Za-z0-9]{1,64})<\/Code>/.exec(body)?.[1] ?? null);
