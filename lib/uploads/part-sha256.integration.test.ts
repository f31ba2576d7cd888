import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { db, disconnect } from '@/lib/platform/db';
import { readRange } from '@/lib/storage/get-object';
import { listParts } from '@/lib/storage/multipart';
import type { UploadApi } from '@/lib/uploader/api';
import { createInThreadHashWorker } from '@/lib/uploader/hash';
import { Uploader } from '@/lib/uploader/uploader';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { pretendParts } from '@/scripts/testing/pretend-parts';
import { completeUpload, completeUploads } from './complete';
import { getUpload, listUploads } from './list-uploads';
import { presignUpload } from './sign';
import { startUploads } from './start';

const size = 17 * 2 ** 20;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
let actor: UserActor;

/** An endpoint whose ETags prove nothing and that checks no Content-MD5, but SHA-256: each part carries that. */
beforeAll(async () => {
  await pretendParts({ etagIsMd5: false, contentMd5: false, sha256: true });
  actor = actorOf(await createPerson({ passwordHash: null }));
});
afterAll(disconnect);

it('each part is signed with its SHA-256: other bytes and a missing header are refused', async () => {
  const { uploads } = await startUploads(actor, {
    files: [{ name: 'large.bin', size, type: '' }],
    onConflict: 'keep-both',
  });
  const [started] = uploads;
  if (started?.outcome !== 'upload' || started.method !== 'multipart') throw new Error('expected parts');
  const { id, partSize, partDigest } = started;
  expect(partDigest).toBe('sha256');
  expect(await getUpload(actor, id)).toMatchObject({ partDigest: 'sha256' });

  const bytes = randomBytes(size);
  for (const partNumber of [1, 2, 3]) {
    const body = bytes.subarray((partNumber - 1) * partSize, partNumber * partSize);
    const checksums = { [partNumber]: { sha256: sha256(body) } };
    const signed = await presignUpload(actor, id, { partNumbers: [partNumber], checksums });
    const part = 'parts' in signed ? signed.parts[0] : undefined;
    if (!part) throw new Error('expected a part URL');
    const put = async (content: Buffer, headers = part.headers) =>
      (await fetch(part.url, { method: 'PUT', headers, body: new Uint8Array(content) })).status;
    const damaged = Buffer.from(body);
    damaged[0] = (damaged[0] ?? 0) ^ 1;
    expect(await put(damaged)).toBe(400);
    const { 'x-amz-checksum-sha256': digest, ...rest } = part.headers;
    expect(digest).toBe(sha256(body));
    expect(await put(body, rest)).toBe(403);
    expect(await put(body)).toBe(200);
  }
  expect('file' in (await completeUpload(actor, id, []))).toBe(true);
});

it('the engine hashes each part before it asks for its URL, and the bucket keeps what it proved', async () => {
  const proven = new Map<number, string | undefined>();
  const uploader = new Uploader({ api: domainApi(proven), createHashWorker: createInThreadHashWorker });
  const bytes = randomBytes(size);
  uploader.add([new File([bytes], 'by-engine.bin')], { onConflict: 'keep-both' });
  const state = () => uploader.getSnapshot().items[0]?.state;
  await vi.waitFor(() => expect(state()).toMatchObject({ name: 'ready' }), { timeout: 50_000, interval: 20 });
  uploader.dispose();
  const partSize = 8 * 2 ** 20;
  const parts = [0, 1, 2].map((index) => bytes.subarray(index * partSize, (index + 1) * partSize));
  expect([...proven]).toEqual(parts.map((part, index) => [index + 1, sha256(part)]));
  const file = await db().file.findFirstOrThrow({ where: { ownerId: actor.userId, name: 'by-engine.bin' } });
  const stored = await readRange(file.objectKey, 0, size - 1);
  expect(sha256(stored.bytes)).toBe(sha256(bytes));
});

/** The engine's server without HTTP. Notes what the bucket holds as proven of each part before it is put together. */
function domainApi(proven: Map<number, string | undefined>): UploadApi {
  return {
    create: ({ files }) => startUploads(actor, { files, onConflict: 'keep-both' }),
    get: (id) => getUpload(actor, id),
    list: () => listUploads(actor, { limit: 10 }),
    presign: (id, partNumbers, _signal, checksums) => presignUpload(actor, id, { partNumbers, checksums }),
    complete: async (id, { parts = [], checksums }) => {
      const { uploadKey: key, multipartId } = await db().upload.findUniqueOrThrow({ where: { id } });
      const stored = await listParts({ key, multipartId: multipartId ?? '' });
      for (const part of stored) proven.set(part.partNumber, part.checksums.sha256);
      const result = await completeUpload(actor, id, parts, checksums);
      return 'file' in result
        ? { outcome: 'ready', file: { ...result.file } }
        : { outcome: 'verifying', retryAfterMs: 100 };
    },
    completeMany: async (ids) => {
      await completeUploads(actor, ids);
      throw new Error('Only one file in parts is sent here.');
    },
    cancel: async () => {},
  };
}
