import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startBucket } from '@/lib/bucket/index';
import { createBucket } from './bucket';
import { probeCapabilities } from './capabilities';
import { openStorage } from './client';
import { crc32c } from './probe/uploads';

test('the embedded bucket honours everything that a probe can ask for', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-storage-'));
  const keys = { accessKeyId: 'TESTKEY', secretAccessKey: 'a secret of no value' };
  const server = await startBucket({ port: 0, host: '127.0.0.1', dataDir, keys: [keys] });
  try {
    const where = { endpoint: server.url, publicEndpoint: server.url, bucket: 'files', prefix: 'sluice/' };
    const on = openStorage({ ...where, region: 'us-east-1', forcePathStyle: true, embedded: true }, keys);
    await createBucket(on);
    expect(await probeCapabilities({}, on)).toMatchObject({
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
      publicAccessBlock: 'blocked',
      failures: [],
    });
  } finally {
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('CRC-32C is the one of RFC 3720', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(Buffer.from('e3069283', 'hex').toString('base64'));
  expect(crc32c(Buffer.alloc(32))).toBe(Buffer.from('8a9136aa', 'hex').toString('base64'));
});
