import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBucket } from '@/lib/bucket/index';
import { createBucket } from '../bucket';
import { openStorage, type StorageCredentials, type StorageHandle } from '../client';
import type { StorageConfig } from '../config';

const KEYS = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret-of-no-value' };

/** A real bucket of one test file. */
export interface TestBucket {
  on: StorageHandle;
  /** The same server opened differently: another bucket, prefix, endpoint, key … */
  reopen(config: Partial<StorageConfig>, credentials?: StorageCredentials): StorageHandle;
  stop(): Promise<void>;
}

/** Starts the embedded bucket on a free port with its data in a temporary folder. */
export async function startTestBucket(): Promise<TestBucket> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-storage-'));
  const server = await startBucket({ port: 0, host: '127.0.0.1', dataDir, keys: [KEYS] });
  const config: StorageConfig = {
    endpoint: server.url,
    publicEndpoint: server.url,
    bucket: 'sluice-test',
    prefix: 'sluice/test/',
    region: 'us-east-1',
    forcePathStyle: true,
    embedded: true,
  };
  const on = openStorage(config, KEYS);
  await createBucket(on);
  return {
    on,
    reopen: (other, credentials = KEYS) => openStorage({ ...config, ...other }, credentials),
    async stop() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
