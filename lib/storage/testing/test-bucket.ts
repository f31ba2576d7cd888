import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createBucket } from '../bucket';
import { openStorage, type StorageCredentials, type StorageHandle } from '../client';
import type { StorageConfig } from '../config';

/** A real, empty bucket of one test file, on the server that the test run started. */
export interface TestBucket {
  on: StorageHandle;
  /** Credentials whose id is known and whose secret is wrong. */
  wrongSecret: StorageCredentials;
  /** The same server opened differently: another bucket, prefix, endpoint, key … */
  reopen(config: Partial<StorageConfig>, credentials?: StorageCredentials): StorageHandle;
}

/** Makes a bucket under a name of its own; it goes with the test run. */
export async function makeTestBucket(): Promise<TestBucket> {
  const { endpoint, ...keys } = inject('services').storage;
  const config: StorageConfig = {
    endpoint,
    publicEndpoint: endpoint,
    bucket: newBucketName(),
    prefix: 'sluice/test/',
    region: 'us-east-1',
    forcePathStyle: true,
    embedded: true,
  };
  const on = openStorage(config, keys);
  await createBucket(on);
  return {
    on,
    wrongSecret: { ...keys, secretAccessKey: 'wrong' },
    reopen: (other, credentials = keys) => openStorage({ ...config, ...other }, credentials),
  };
}

export function newBucketName(): string {
  return `test-${randomBytes(8).toString('hex')}`;
}
