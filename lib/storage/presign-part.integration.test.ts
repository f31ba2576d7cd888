import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { headObject } from './head-object';
import { fileKey } from './keys';
import { abortMultipart, completeMultipart, createMultipart, listParts } from './multipart';
import { createPresigner, type Presigner } from './presign';
import { putSigned } from './testing/put-signed';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
let presigner: Presigner;
beforeAll(async () => {
  bucket = await makeTestBucket();
  presigner = await createPresigner(bucket.on);
});

const newFileKey = () => fileKey(randomUUID(), bucket.on.config.prefix);

describe('a presigned part', () => {
  const MIB = 2 ** 20;
  const first = Buffer.alloc(5 * MIB, 1);
  const last = Buffer.alloc(3, 2);

  test('carries exactly its length and number, and parts become the object', async () => {
    const ref = await createMultipart({ key: newFileKey(), contentType: 'video/mp4' }, bucket.on);
    const sign = (partNumber: number, bytes: Buffer) =>
      presigner.part({ ...ref, partNumber, sizeBytes: bytes.length, expiresInSeconds: 900 });
    expect(sign(1, first).headers).toEqual({});
    expect((await putSigned(sign(1, first), last)).status).toBe(403);
    const otherNumber = { ...sign(2, last), url: sign(2, last).url.replace('partNumber=2', 'partNumber=1') };
    expect((await putSigned(otherNumber, last)).status).toBe(403);
    expect((await putSigned(sign(1, first), first)).status).toBe(200);
    expect((await putSigned(sign(2, last), last)).status).toBe(200);
    const parts = await listParts(ref, bucket.on);
    const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
    expect(parts).toMatchObject([
      { partNumber: 1, sizeBytes: first.length, etag: md5(first) },
      { partNumber: 2, sizeBytes: last.length, etag: md5(last) },
    ]);
    const { etag } = await completeMultipart({ ...ref, parts }, bucket.on);
    expect(etag).toMatch(/^[0-9a-f]{32}-2$/);
    expect(await headObject(ref.key, bucket.on)).toMatchObject({
      sizeBytes: first.length + last.length,
      contentType: 'video/mp4',
    });
    await expect(listParts(ref, bucket.on)).rejects.toMatchObject({ kind: 'not_found' });
    // Like AWS: asked again, because the first answer was lost, it tells the same.
    expect(await completeMultipart({ ...ref, parts }, bucket.on)).toEqual({ etag });
  });

  test('with Content-MD5 takes only those bytes; after an abort it takes none', async () => {
    const ref = await createMultipart({ key: newFileKey(), contentType: 'video/mp4' }, bucket.on);
    const md5 = createHash('md5').update(last).digest('base64');
    const request = { ...ref, partNumber: 1, sizeBytes: last.length, md5, expiresInSeconds: 900 };
    expect((await putSigned(presigner.part(request), Buffer.alloc(3, 9))).status).toBe(400);
    expect((await putSigned(presigner.part(request), last)).status).toBe(200);
    await abortMultipart(ref, bucket.on);
    await abortMultipart(ref, bucket.on);
    expect((await putSigned(presigner.part(request), last)).status).toBe(404);
  });

  test('lists more parts than a page holds', async () => {
    const ref = await createMultipart({ key: newFileKey(), contentType: 'video/mp4' }, bucket.on);
    const numbers = Array.from({ length: 1_003 }, (_, i) => i + 1);
    for (let at = 0; at < numbers.length; at += 50) {
      await Promise.all(
        numbers.slice(at, at + 50).map(async (partNumber) => {
          const signed = presigner.part({ ...ref, partNumber, sizeBytes: 3, expiresInSeconds: 900 });
          expect((await putSigned(signed, last)).status).toBe(200);
        }),
      );
    }
    const parts = await listParts(ref, bucket.on);
    expect(parts.map((part) => part.partNumber)).toEqual(numbers);
    await abortMultipart(ref, bucket.on);
  });
});
