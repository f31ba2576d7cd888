import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { areCapabilitiesStale, Capabilities, probeCapabilities } from './capabilities';
import { listObjects } from './list-objects';
import { listMultipartUploads } from './multipart';
import { crc32c } from './probe/uploads';
import { startTestBucket, type TestBucket } from './testing/test-bucket';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await startTestBucket();
});
afterAll(() => bucket.stop());

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
    ['a wrong secret', {}, { accessKeyId: 'TESTKEY', secretAccessKey: 'wrong' }, 'bad_signature'],
    ['an unknown key', {}, { accessKeyId: 'NOBODY', secretAccessKey: 'wrong' }, 'bad_credentials'],
    ['a missing bucket', { bucket: 'no-such-bucket' }, undefined, 'no_bucket'],
    ['an endpoint that nobody listens on', { endpoint: 'http://127.0.0.1:1' }, undefined, 'unavailable'],
  ])('says of %s that nothing can work', async (_name, config, credentials, kind) => {
    await expect(probeCapabilities({}, bucket.reopen(config, credentials))).rejects.toMatchObject({ kind });
  });
});

test('CRC-32C is the one of RFC 3720', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(Buffer.from('e3069283', 'hex').toString('base64'));
  expect(crc32c(Buffer.alloc(32))).toBe(Buffer.from('8a9136aa', 'hex').toString('base64'));
});
