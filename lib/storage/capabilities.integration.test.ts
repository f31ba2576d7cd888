import { beforeAll, describe, expect, test } from 'vitest';
import { areCapabilitiesStale, Capabilities, probeCapabilities } from './capabilities';
import { listObjects } from './list-objects';
import { listMultipartUploads } from './multipart';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await makeTestBucket();
});

describe('probeCapabilities()', () => {
  test('finds what the app cannot do without, and leaves nothing behind', async () => {
    expect(await probeCapabilities({}, bucket.on)).toMatchObject({
      checksums: { md5: true },
      parts: { etagIsMd5: true, contentMd5: true },
      putEtagIsMd5: true,
      exactLength: true,
      refusesTamperedUrl: true,
      responseOverrides: true,
      ranges: true,
      anonymousRead: false,
      cors: { readable: true },
      publicEndpointReachable: true,
      failures: [],
    });
    for await (const page of listObjects({}, bucket.on)) expect(page).toEqual([]);
    for await (const page of listMultipartUploads(bucket.on)) expect(page).toEqual([]);
  });

  test('gives plain data that can be stored and read back', async () => {
    const seen = await probeCapabilities({}, bucket.on);
    expect(Capabilities.parse(JSON.parse(JSON.stringify(seen)))).toEqual(seen);
    expect(areCapabilitiesStale(seen, bucket.on)).toBe(false);
    expect(areCapabilitiesStale(seen, bucket.reopen({ bucket: 'other-bucket' }))).toBe(true);
  });

  test('goes through the internal endpoint when the public one does not answer, and then trusts no form', async () => {
    const seen = await probeCapabilities({}, bucket.reopen({ publicEndpoint: 'http://127.0.0.1:1' }));
    expect(seen).toMatchObject({ publicEndpointReachable: false, postForm: false, createOnlyPut: true });
  });

  test.each([
    ['a wrong secret', 'bad_signature', () => bucket.reopen({}, bucket.wrongSecret)],
    [
      'an unknown key',
      'bad_credentials',
      () => bucket.reopen({}, { accessKeyId: 'NOBODY', secretAccessKey: 'x' }),
    ],
    ['a missing bucket', 'no_bucket', () => bucket.reopen({ bucket: 'no-such-bucket' })],
    ['an endpoint without a server', 'unavailable', () => bucket.reopen({ endpoint: 'http://127.0.0.1:1' })],
  ])('says of %s that nothing can work: %s', async (_name, kind, reopen) => {
    await expect(probeCapabilities({}, reopen())).rejects.toMatchObject({ kind });
  });
});
