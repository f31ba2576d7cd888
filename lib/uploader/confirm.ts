import type { Confirmer } from './confirmer';
import { type Engine, type Job, patienceFor } from './engine';
import { ApiError } from './errors';
import type { CompleteRequest, CompleteResult, Problem, RemoteFile } from './protocol';
import { persist } from './retry';
import type { Sent } from './send-file';

/** Null: the server says that bytes are missing, so they have to be sent again. */
export type Confirmation = RemoteFile | null;

/**
 * Asks the server to check and keep what was sent, again and again until it has decided. Safe to repeat: the same
 * upload gives the same file. Throws UploadFailure (refused, with its sentence) and UploadGone.
 */
export async function confirm(
  engine: Engine,
  job: Job,
  { uploadId, sent, confirmer }: { uploadId: string; sent: Sent; confirmer: Confirmer },
): Promise<Confirmation> {
  const ask = () =>
    sent ? engine.api.complete(uploadId, toRequest(sent), job.signal) : confirmer.confirm(uploadId);
  for (;;) {
    const result = await persist(patienceFor(engine, job), async () =>
      incompleteAsNull(await ask().catch(toResult)),
    );
    if (result === null) return null;
    if (result.outcome === 'ready') return result.file;
    if (result.outcome === 'verifying') await engine.weather.pause(result.retryAfterMs, job.signal);
  }
}

const toRequest = ({ parts, sha256 }: NonNullable<Sent>): CompleteRequest => ({
  ...(parts.length > 0 ? { parts } : {}),
  ...(sha256 ? { checksums: { sha256 } } : {}),
});

/** A batch tells the errors of its items inside a 200, a single call by its status: one shape for both. */
function toResult(error: unknown): CompleteResult {
  if (error instanceof ApiError && wantsBytes(error.problem)) {
    return { outcome: 'error', error: error.problem };
  }
  throw error;
}

function incompleteAsNull(result: CompleteResult): Exclude<CompleteResult, { outcome: 'error' }> | null {
  if (result.outcome !== 'error') return result;
  if (wantsBytes(result.error)) return null;
  throw new ApiError(result.error);
}

/** Bytes are missing, or named parts arrived damaged: both are mended by sending again. */
const wantsBytes = ({ code, errors = [] }: Problem): boolean =>
  code === 'upload_incomplete' ||
  (code === 'verification_failed' &&
    errors.length > 0 &&
    errors.every(({ path }) => path.startsWith('parts.')));
