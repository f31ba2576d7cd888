import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { disconnect } from '@/lib/platform/db';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { pretendParts } from '@/scripts/testing/pretend-parts';
import { completeUpload } from './complete';
import { getUpload } from './list-uploads';
import { presignUpload } from './sign';
import { startUploads } from './start';

const size = 17 * 2 ** 20;
let actor: UserActor;

/** An endpoint whose ETags prove nothing (server-side encryption with KMS keys, say) but that checks Content-MD5. */
beforeAll(async () => {
  await pretendParts({ etagIsMd5: false, contentMd5: true, sha256: false });
  actor = actorOf(await createPerson({ passwordHash: null }));
});
afterAll(disconnect);

it('where ETags prove nothing, each part is signed with its digest and the bucket refuses other bytes', async () => {
  const { uploads } = await startUploads(actor, {
    files: [{ name: 'large.bin', size, type: '' }],
    onConflict: 'keep-both',
  });
  const [started] = uploads;
  if (started?.outcome !== 'upload' || started.method !== 'multipart') throw new Error('expected parts');
  const { id, partSize, partDigest } = started;
  expect(partDigest).toBe('md5');
  expect(await getUpload(actor, id)).toMatchObject({ partDigest: 'md5' });

  const bytes = randomBytes(size);
  for (const partNumber of [1, 2, 3]) {
    const body = bytes.subarray((partNumber - 1) * partSize, partNumber * partSize);
    const md5 = createHash('md5').update(body).digest('base64');
    const signed = await presignUpload(actor, id, {
      partNumbers: [partNumber],
      checksums: { [partNumber]: { md5 } },
    });
    const part = 'parts' in signed ? signed.parts[0] : undefined;
    if (!part) throw new Error('expected a part URL');
    expect(part.headers).toMatchObject({ 'content-md5': md5 });
    const put = (content: Buffer) =>
      fetch(part.url, { method: 'PUT', headers: part.headers, body: new Uint8Array(content) });
    const damaged = Buffer.from(body);
    damaged[0] = (damaged[0] ?? 0) ^ 1;
    expect((await put(damaged)).status).toBe(400);
    expect((await put(body)).status).toBe(200);
  }
  expect('file' in (await completeUpload(actor, id, []))).toBe(true);
});
