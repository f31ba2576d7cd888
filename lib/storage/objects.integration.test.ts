import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { copyObject } from './copy-object';
import { deleteObject, deleteObjects } from './delete-objects';
import { getObjectStream, readRange } from './get-object';
import { findObject, headObject } from './head-object';
import { fileKey, stagingKey } from './keys';
import { type ListedObject, listObjects } from './list-objects';
import { abortMultipart, createMultipart, listMultipartUploads } from './multipart';
import { putObject } from './put-object';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await makeTestBucket();
});

const body = Buffer.from('0123456789');
const newKey = () => fileKey(randomUUID(), bucket.on.config.prefix);

async function stored(key = newKey(), on = bucket.on): Promise<string> {
  await putObject({ key, body, contentType: 'text/plain' }, on);
  return key;
}

async function all(pages: AsyncGenerator<ListedObject[]>): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of pages) keys.push(...page.map((object) => object.key));
  return keys;
}

describe('reading', () => {
  test('a range is inclusive, ends where the object ends, and tells the whole size', async () => {
    const key = await stored();
    expect(await readRange(key, 2, 4, bucket.on)).toMatchObject({ bytes: Buffer.from('234'), sizeBytes: 10 });
    expect(await readRange(key, 0, 4_095, bucket.on)).toMatchObject({ bytes: body, sizeBytes: 10 });
    expect((await readRange(key, 10, 20, bucket.on)).bytes).toHaveLength(0);
  });

  test('a stream gives all bytes, or those from an offset, while the ETag holds', async () => {
    const key = await stored();
    const { etag } = await headObject(key, bucket.on);
    const whole = await getObjectStream(key, bucket.on, { ifMatchEtag: etag });
    expect([await buffer(whole.stream), whole.sizeBytes]).toEqual([body, 10]);
    const rest = await getObjectStream(key, bucket.on, { start: 7 });
    expect([(await buffer(rest.stream)).toString(), rest.sizeBytes]).toEqual(['789', 10]);
    const other = getObjectStream(key, bucket.on, { ifMatchEtag: 'f'.repeat(32) });
    await expect(other).rejects.toMatchObject({ kind: 'precondition_failed', retryable: false });
  });

  test('what is not there is not_found, and null for find', async () => {
    const key = newKey();
    await expect(headObject(key, bucket.on)).rejects.toMatchObject({
      kind: 'not_found',
      operation: 'HeadObject',
    });
    await expect(readRange(key, 0, 1, bucket.on)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(getObjectStream(key, bucket.on)).rejects.toMatchObject({ kind: 'not_found' });
    expect(await findObject(key, bucket.on)).toBeNull();
  });
});

describe('writing', () => {
  test('create-only writes once', async () => {
    const request = { key: newKey(), body, contentType: 'text/plain', createOnly: true };
    await putObject(request, bucket.on);
    await expect(putObject(request, bucket.on)).rejects.toMatchObject({ kind: 'precondition_failed' });
  });

  test('a copy takes the verified bytes only, under the new type', async () => {
    const from = await stored(stagingKey(randomUUID(), bucket.on.config.prefix));
    const { etag } = await headObject(from, bucket.on);
    const to = newKey();
    await putObject({ key: from, body: Buffer.from('changed'), contentType: 'text/plain' }, bucket.on);
    const stale = copyObject(from, to, { ifMatchEtag: etag, contentType: 'image/png' }, bucket.on);
    await expect(stale).rejects.toMatchObject({ kind: 'precondition_failed' });
    expect(await findObject(to, bucket.on)).toBeNull();
    const fresh = await headObject(from, bucket.on);
    await copyObject(from, to, { ifMatchEtag: fresh.etag, contentType: 'image/png' }, bucket.on);
    expect(await headObject(to, bucket.on)).toMatchObject({ sizeBytes: 7, contentType: 'image/png' });
  });

  test('nothing outside our prefix is ever changed', async () => {
    const foreign = 'someone/else.txt';
    const on = bucket.on;
    await expect(putObject({ key: foreign, body, contentType: 'x/y' }, on)).rejects.toThrow(RangeError);
    await expect(deleteObject(foreign, on)).rejects.toThrow(RangeError);
    await expect(deleteObjects([await stored(), foreign], on)).rejects.toThrow(RangeError);
    await expect(deleteObject(on.config.prefix, on)).rejects.toThrow(RangeError);
    await expect(createMultipart({ key: foreign, contentType: 'x/y' }, on)).rejects.toThrow(RangeError);
    await expect(abortMultipart({ key: foreign, multipartId: 'x' }, on)).rejects.toThrow(RangeError);
    const options = { ifMatchEtag: 'x', contentType: 'x/y' };
    await expect(copyObject(await stored(), foreign, options, on)).rejects.toThrow(RangeError);
  });
});

describe('deleting', () => {
  test('a thousand at once, there or not, each told of in order', async () => {
    const there = await Promise.all(Array.from({ length: 20 }, () => stored()));
    const keys = [...there, ...Array.from({ length: 980 }, newKey)];
    const results = await deleteObjects(keys, bucket.on);
    expect(results).toEqual(keys.map((key) => ({ key, deleted: true })));
    expect(await Promise.all(there.map((key) => findObject(key, bucket.on)))).toEqual(Array(20).fill(null));
    await expect(deleteObjects([...keys, newKey()], bucket.on)).rejects.toThrow(RangeError);
    expect(await deleteObjects([], bucket.on)).toEqual([]);
  });

  test('with a wrong key fails as a whole and says why', async () => {
    const key = await stored();
    const on = bucket.reopen({}, bucket.wrongSecret);
    await expect(deleteObjects([key], on)).rejects.toMatchObject({ kind: 'bad_signature', retryable: false });
    expect(await findObject(key, bucket.on)).not.toBeNull();
  });
});

describe('listing', () => {
  test('goes through all pages of ours in key order and sees nobody else', async () => {
    const mine = bucket.reopen({ prefix: 'sluice/list/' });
    const other = bucket.reopen({ prefix: 'sluice/list-not/' });
    await stored('sluice/list-not/files/x', other);
    const keys = Array.from({ length: 25 }, (_, i) => `sluice/list/files/${String(i).padStart(3, '0')}`);
    await Promise.all(keys.map((key) => stored(key, mine)));
    await stored('sluice/list/staging/a b+c&d é.txt', mine);
    expect(await all(listObjects({ pageSize: 7, under: 'files/' }, mine))).toEqual(keys);
    expect(await all(listObjects({ pageSize: 7 }, mine))).toEqual([
      ...keys,
      'sluice/list/staging/a b+c&d é.txt',
    ]);
    const rest = await all(listObjects({ pageSize: 7, under: 'files/', startAfter: keys[19]! }, mine));
    expect(rest).toEqual(keys.slice(20));
  });

  test('shows size, ETag and age', async () => {
    const mine = bucket.reopen({ prefix: 'sluice/shape/' });
    await stored('sluice/shape/files/a', mine);
    for await (const page of listObjects({}, mine)) {
      expect(page).toEqual([
        {
          key: 'sluice/shape/files/a',
          sizeBytes: 10,
          etag: '781e5e245d69b566979b86e28d23f2c7',
          lastModified: expect.any(Date),
          storageClass: 'STANDARD',
        },
      ]);
      expect(Math.abs(Date.now() - page[0]!.lastModified.getTime())).toBeLessThan(60_000);
    }
  });

  test('of open multipart uploads shows ours only', async () => {
    const mine = bucket.reopen({ prefix: 'sluice/open/' });
    const ref = await createMultipart({ key: 'sluice/open/files/a', contentType: 'x/y' }, mine);
    const other = bucket.reopen({ prefix: 'sluice/open-not/' });
    await createMultipart({ key: 'sluice/open-not/files/a', contentType: 'x/y' }, other);
    const seen = [];
    for await (const page of listMultipartUploads(mine)) seen.push(...page);
    expect(seen).toEqual([{ ...ref, startedAt: expect.any(Date) }]);
  });
});
