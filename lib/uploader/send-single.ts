import { deliver, type Target } from './deliver';
import { type Engine, type Job, patienceFor } from './engine';
import type { Presign } from './protocol';
import { persist } from './retry';

const mebibyte = 1024 * 1024;
/** A listener on a simple POST costs a preflight; on a PUT, which has one anyway, it only costs events. */
const progressFromBytes = { POST: mebibyte, PUT: mebibyte / 4 };

/** Sends a whole file with one signed request. `signed` is what `create` answered; null asks for it anew. */
export async function sendSingle(
  engine: Engine,
  job: Job,
  uploadId: string,
  signed: Presign | null,
): Promise<void> {
  const { file } = job;
  let known = signed && { target: toTarget(signed), until: Date.now() + usableMs(signed) };
  const resign = async () => {
    const answer = await engine.api.presign(uploadId, undefined, job.signal);
    if (!('presign' in answer)) throw new Error('The server answered with parts to a single upload.');
    known = { target: toTarget(answer.presign), until: Date.now() + usableMs(answer.presign) };
    return known.target;
  };
  const method = known?.target.method === 'POST' ? 'POST' : 'PUT';
  const reports = file.size >= progressFromBytes[method];
  const onProgress = (sentBytes: number) => engine.items.dispatch(job.id, { type: 'progress', sentBytes });
  await deliver(engine, job, {
    target: async (fresh) => (fresh || !known || known.until < Date.now() ? resign() : known.target),
    // A slice without a type: the signed header names it, and nothing else may.
    body: async () => file.slice(0, file.size, ''),
    sizeBytes: file.size,
    small: true,
    onProgress: reports ? onProgress : undefined,
  });
  onProgress(file.size);
}

/** A URL in its last tenth is not begun with. */
const usableMs = ({ expiresIn }: Presign): number => expiresIn * 900;

function toTarget({ url, method, headers = {}, fields }: Presign): Target {
  return { method: (method ?? (fields ? 'POST' : 'PUT')).toUpperCase(), url, headers, fields };
}

/** Asks the server where an upload stands. Throws UploadGone when it is forgotten. */
export const askServer = (engine: Engine, job: Job, uploadId: string) =>
  persist(patienceFor(engine, job), () => engine.api.get(uploadId, job.signal));
