import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { isStorageError } from './errors';
import { headObject } from './head-object';
import { fileKey } from './keys';
import { createPresigner } from './presign';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await makeTestBucket();
});

const newFileKey = () => fileKey(randomUUID(), bucket.on.config.prefix);
const body = Buffer.from('bytes of a picture, more or less');

function putRequest(key = newFileKey()) {
  return { key, sizeBytes: body.length, contentType: 'image/png', createOnly: true, expiresInSeconds: 900 };
}

describe('any signed URL', () => {
  test('ends no later than the credentials that signed it', async () => {
    const expiration = new Date(Date.now() + 120_000);
    const from = await createPresigner(
      bucket.reopen({}, { accessKeyId: 'A', secretAccessKey: 'B', sessionToken: 'C', expiration }),
    );
    const key = newFileKey();
    const all = [
      from.put({ ...putRequest(), expiresInSeconds: 900 }),
      from.part({ key, multipartId: 'm', partNumber: 1, sizeBytes: 1, expiresInSeconds: 900 }),
      from.get({ key, fileName: 'x', contentType: 'x/y', disposition: 'inline', expiresInSeconds: 900 }),
      from.get({
        key,
        fileName: 'x',
        contentType: 'x/y',
        disposition: 'inline',
        expiresInSeconds: 0,
        stable: { windowSeconds: 3_600 },
      }),
      from.postForm({ key, sizeBytes: 1, contentType: 'x/y', expiresInSeconds: 900 }),
    ];
    for (const signed of all) {
      expect(signed.expiresAt.getTime()).toBeLessThanOrEqual(expiration.getTime());
      expect(signed.expiresInSeconds).toBeLessThanOrEqual(120);
      expect(signed.expiresInSeconds).toBeGreaterThan(115);
    }
    expect(new URL(all[0]!.url).searchParams.get('X-Amz-Security-Token')).toBe('C');
  });

  test('is not made with credentials that have ended', async () => {
    const credentials = { accessKeyId: 'A', secretAccessKey: 'B', expiration: new Date(Date.now() - 1_000) };
    const on = { ...bucket.on, credentials: async () => credentials };
    const from = await createPresigner(on);
    expect(() => from.put(putRequest())).toThrow(expect.objectContaining({ kind: 'bad_credentials' }));
  });

  test('names the public endpoint, path style or not, with its base path', async () => {
    const name = bucket.on.config.bucket;
    const cases = [
      [{ publicEndpoint: 'https://files.example.org' }, `https://files.example.org/${name}/`],
      [{ publicEndpoint: 'https://example.org:8443/s3' }, `https://example.org:8443/s3/${name}/`],
      [
        { publicEndpoint: 'https://s3.example.org', forcePathStyle: false },
        `https://${name}.s3.example.org/`,
      ],
    ] as const;
    for (const [config, start] of cases) {
      const from = await createPresigner(bucket.reopen(config));
      expect(from.put(putRequest()).url.startsWith(`${start}sluice/test/files/`)).toBe(true);
      const form = from.postForm({
        key: newFileKey(),
        sizeBytes: 1,
        contentType: 'x/y',
        expiresInSeconds: 60,
      });
      expect(form.url).toBe(start);
    }
  });

  test('a failure of the bucket never carries one', async () => {
    const nowhere = bucket.reopen({ endpoint: 'http://127.0.0.1:1' });
    const failure = await headObject(newFileKey(), nowhere).catch((error: unknown) => error);
    expect(isStorageError(failure, 'unavailable')).toBe(true);
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(/X-Amz|Signature/i);
  });
});
