import { ApiError, ApiUnreachable, BucketError, TransportError, UploadFailure, UploadGone } from './errors';
import type { WaitReason } from './state';
import type { Weather } from './weather';

export interface RetryPolicy {
  /** Longest first wait; it doubles with every try up to `capMs`. */
  baseMs: number;
  capMs: number;
  /** How long one step may go on failing before the person is asked. Time offline or signed out does not count. */
  budgetMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { baseMs: 500, capMs: 30_000, budgetMs: 15 * 60_000 };

/** Full jitter: anything up to the doubled base. Source: AWS Architecture Blog, "Exponential Backoff And Jitter". */
export function backoffMs(tries: number, policy: RetryPolicy, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(tries, 30)));
}

/** Milliseconds of a Retry-After header (seconds or a date), or null. Never more than ten minutes. */
export function parseRetryAfter(value: string | null, now = Date.now()): number | null {
  if (value === null || value.trim() === '') return null;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), 600_000);
}

export type Verdict =
  | { kind: 'again'; reason: WaitReason; message: string; retryAfterMs: number | null }
  | { kind: 'final'; error: Error };

const again = (reason: WaitReason, message: string, retryAfterMs: number | null = null): Verdict => ({
  kind: 'again',
  reason,
  message,
  retryAfterMs,
});

/** What an error means for the step that met it: wait and try again, or the end. */
export function judge(error: Error): Verdict {
  if (error instanceof ApiUnreachable) {
    return again('server-unreachable', 'The app does not answer. The upload goes on as soon as it does.');
  }
  if (error instanceof TransportError) {
    return again('storage-unreachable', 'The connection to the storage broke. Trying again.');
  }
  if (error instanceof BucketError) return judgeBucket(error);
  if (error instanceof ApiError) return judgeApi(error);
  return { kind: 'final', error };
}

const busyStatus: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Answers of S3 with status 400 that speak of this try, not of the request. Source: S3 "Error responses". */
const passingCodes: ReadonlySet<string> = new Set([
  'RequestTimeout',
  'BadDigest',
  'IncompleteBody',
  'XAmzContentSHA256Mismatch',
]);

function judgeBucket(error: BucketError): Verdict {
  if (busyStatus.has(error.status) || (error.code !== null && passingCodes.has(error.code))) {
    return again('storage-busy', 'The storage asks for a moment. Trying again.', error.retryAfterMs);
  }
  // Links can be signed again: whoever sends counts these and tells when it is enough.
  if (error.status === 401 || error.status === 403) {
    return again('storage-busy', 'The storage refused a link that was just signed. Trying again.');
  }
  const message = `The storage refused the file (${error.status}${error.code ? `, ${error.code}` : ''}). Try again; if it stays so, an admin finds the reason with the storage check.`;
  return {
    kind: 'final',
    error: new UploadFailure('failed', 'storage-refused', message, true, { cause: error }),
  };
}

function judgeApi(error: ApiError): Verdict {
  const { status, code } = error.problem;
  if (status === 401) return again('signed-out', 'Sign in again and the upload goes on.', 15_000);
  // A conflict that names a time is a call of ours whose answer was lost and which still runs.
  const runsStill = status === 409 && error.retryAfterMs !== null;
  if (runsStill || (status !== 507 && (busyStatus.has(status) || status >= 500))) {
    return again('server-busy', 'The app asks for a moment. Trying again.', error.retryAfterMs);
  }
  if (status === 404 || status === 410)
    return { kind: 'final', error: new UploadGone(error.message, { cause: error }) };
  const refused = status === 413 || status === 415 || status === 422;
  const outcome = refused ? 'refused' : 'failed';
  return {
    kind: 'final',
    error: new UploadFailure(outcome, code, error.message, !refused, { cause: error }),
  };
}

export interface Patience {
  policy: RetryPolicy;
  weather: Weather;
  signal: AbortSignal;
  onWait: (wait: { reason: WaitReason; message: string; until: number | null }) => void;
  /** Called when a wait is over, before the next try. */
  onGo: () => void;
  /** Sees each failure before it is judged; may replace it by a better one. */
  onError?: (error: Error, tries: number) => Promise<Error> | Error;
}

/** What an item shows that waits for the connection to return. */
export const offlineWait = {
  reason: 'offline',
  message: 'No connection. The upload goes on as soon as there is one.',
  until: null,
} as const;

/** Runs `step` until it succeeds or its error is final, with backoff, Retry-After, and waits for the connection. */
export async function persist<T>(patience: Patience, step: () => Promise<T>): Promise<T> {
  const { policy, weather, signal, onWait, onGo, onError } = patience;
  let failingMs = 0;
  for (let tries = 0; ; tries += 1) {
    signal.throwIfAborted();
    if (!weather.isOnline) {
      onWait(offlineWait);
      await weather.untilOnline(signal);
      onGo();
    }
    const startedAt = Date.now();
    try {
      return await step();
    } catch (thrown) {
      signal.throwIfAborted();
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const verdict = judge(onError ? await onError(error, tries + 1) : error);
      if (verdict.kind === 'final') throw verdict.error;
      if (!weather.isOnline) continue;
      const waitMs = Math.max(verdict.retryAfterMs ?? 0, backoffMs(tries, policy));
      if (verdict.reason !== 'signed-out') failingMs += Date.now() - startedAt + waitMs;
      if (failingMs > policy.budgetMs) throw gaveUp(verdict.reason, error);
      onWait({ reason: verdict.reason, message: verdict.message, until: Date.now() + waitMs });
      await weather.pause(waitMs, signal);
      onGo();
    }
  }
}

function gaveUp(reason: WaitReason, cause: Error): UploadFailure {
  const whom = reason.startsWith('storage') ? 'The storage' : 'The app';
  return new UploadFailure(
    'failed',
    reason,
    `${whom} could not be reached for a long time. Try again.`,
    true,
    { cause },
  );
}
