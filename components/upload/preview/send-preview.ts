import { api } from '@/lib/api-client/api';
import { ApiError } from '@/lib/api-client/api-error';
import type { FileDto } from '@/lib/contracts/files';
import type { Sight } from './sight';

/** Somebody settled it: the file is gone, has another content or its picture, or the policy has changed. */
const settled: ReadonlySet<string> = new Set([
  'not_found',
  'conflict',
  'precondition_failed',
  'type_refused',
  'forbidden',
]);
const passing: ReadonlySet<string> = new Set(['network', 'rate_limited', 'unavailable']);
const tries = 6;

/**
 * Brings what was seen of a file to the server: the picture to the bucket by its signed URL, then its id and the
 * measures. Answers the file as it is then; null where there is nothing to add any more. Throws what nobody expected.
 */
export async function sendPreview(
  { id, etag }: Pick<FileDto, 'id' | 'etag'>,
  { picture, ...measures }: Sight,
): Promise<FileDto | null> {
  const params = { id };
  try {
    const previewId = picture && (await patiently(() => upload(params, etag, picture)));
    const body = { etag, ...measures, ...(previewId ? { id: previewId } : {}) };
    return await patiently(() => api('completeFilePreview', { params, body }));
  } catch (error) {
    if (error instanceof ApiError && settled.has(error.code)) return null;
    throw error;
  }
}

async function upload(params: { id: string }, etag: string, picture: Blob): Promise<string> {
  const body = { etag, size: picture.size, type: 'image/jpeg' } as const;
  const { id, presign } = await api('createFilePreview', { params, body });
  const { url, method, headers } = presign;
  const answer = await fetch(url, { method, headers, body: picture, credentials: 'omit' });
  if (!answer.ok) throw new Error(`The storage answered ${answer.status} to a preview.`);
  return id;
}

/** Tries again what passes by itself, as late as the server asks for it. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiError) || !passing.has(error.code) || attempt === tries) throw error;
      const seconds = error.retryAfterSeconds ?? 2 ** attempt;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}
