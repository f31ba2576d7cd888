import { beforeAll, describe, expect, test } from 'vitest';
import { areCapabilitiesStale, Capabilities, probeCapabilities } from './capabilities';
import { listObjects } from './list-objects';
import { listMultipartUploads } from './multipart';
import { crc32c } from './probe/uploads';
import { makeTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await makeTestBucket();
});

describe('probeCapabilities()', () => {
  test('finds that the embedded bucket honours everything we rely on, and leaves nothing behind', async () => {
    const seen = await probeCapabilities({}, bucket.on);
    expect(seen).toMatchObject({
      checksums: { md5: true, sha256: true, crc32c: true },
      parts: { etagIsMd5: true, contentMd5: true, sha256: true },
      putEtagIsMd5: true,
      createOnlyPut: true,
      exactLength: true,
      refusesAddedAcl: true,
      refusesTamperedUrl: true,
      postForm: true,
      copyIfMatch: true,
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

test('CRC-32C is the one of RFC 3720', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(Buffer.from('e3069283', 'hex').toString('base64'));
  expect(crc32c(Buffer.alloc(32))).toBe(Buffer.from('8a9136aa', 'hex').toString('base64'));
});
