import type { Granted } from './create-batch';
import type { Engine, Job } from './engine';
import { FileUnreadable, UploadGone } from './errors';
import { isSameFile, takeFingerprint } from './fingerprint';
import { toMd5 } from './parts';
import type { PartDigest, RemotePart, RemoteUpload } from './protocol';
import type { ResumeRecord } from './resume-store';
import { sendMultipart } from './send-multipart';
import { askServer, sendSingle } from './send-single';

/**
 * Where the file of a begun upload comes from: this very page, or a person who picked it again. Then it is compared with
 * what this browser noted, or, where another one began, with what the bucket has.
 */
export type Origin = 'same-page' | 'other-browser' | ResumeRecord;

/** What is known of a multipart upload's bytes; null for a single one, which is confirmed in a batch. */
export type Sent = { parts: PartDigest[]; sha256: string | null } | null;

/** Sends a file that the server has just granted. */
export async function sendGranted(engine: Engine, job: Job, granted: Granted): Promise<Sent> {
  if (granted.method === 'multipart') {
    const { id: uploadId, partSize, partCount, partDigest } = granted;
    return sendMultipart(engine, job, { uploadId, partSize, partCount, partDigest, have: [] });
  }
  await sendSingle(engine, job, granted.id, granted.presign);
  return null;
}

/**
 * Goes on with an upload begun earlier: asks what the bucket has and sends the rest. Throws FileUnreadable
 * when the file is not the one that was begun, UploadGone when the upload is no more.
 */
export async function sendRest(engine: Engine, job: Job, uploadId: string, origin: Origin): Promise<Sent> {
  const remote = await askServer(engine, job, uploadId);
  if (remote.state === 'expired' || remote.state === 'cancelled')
    throw new UploadGone('The upload has ended.');
  const isMultipart = remote.partSize !== undefined;
  if (remote.state !== 'pending' && remote.state !== 'uploading')
    return isMultipart ? { parts: [], sha256: null } : null;
  if (origin !== 'same-page') await checkSameFile(engine, job, remote, origin);
  if (remote.partSize === undefined || remote.partCount === undefined) {
    await sendSingle(engine, job, uploadId, null);
    return null;
  }
  const { partSize, partCount, partDigest } = remote;
  // Begun in another browser, and no ETag to compare: nothing tells whether this is that file. All of it travels again.
  const have = partDigest && origin === 'other-browser' ? [] : (remote.parts ?? []);
  return sendMultipart(engine, job, { uploadId, partSize, partCount, partDigest, have });
}

const changed = () =>
  new FileUnreadable(
    'This is not the file that was begun, or it has changed since. Pick the right one, or cancel this upload and add the file anew.',
  );

async function checkSameFile(
  { hasher }: Engine,
  { file }: Job,
  remote: RemoteUpload,
  origin: 'other-browser' | ResumeRecord,
) {
  if (file.size !== remote.size) throw changed();
  if (origin !== 'other-browser') {
    if (!isSameFile(origin.fingerprint, await takeFingerprint(file, hasher))) throw changed();
    return;
  }
  if (remote.partDigest) return;
  // Begun in another browser: the first and the last part there tell whether it is the same file.
  const { parts = [], partSize = 0 } = remote;
  for (const part of new Set([parts.at(0), parts.at(-1)])) {
    if (part && !(await isPartOf(part, partSize))) throw changed();
  }

  async function isPartOf({ partNumber, size, etag }: RemotePart, partSizeBytes: number): Promise<boolean> {
    const there = toMd5(etag);
    const start = (partNumber - 1) * partSizeBytes;
    const { md5 } = await hasher.digest(file.slice(start, start + size), ['md5']);
    return there === null || md5 === undefined || there === md5;
  }
}
