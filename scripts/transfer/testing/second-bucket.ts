import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startBucket } from '@/lib/bucket';
import { createBucket } from '@/lib/storage/bucket';
import { openStorage, type StorageHandle } from '@/lib/storage/client';
import { storageConfig } from '@/lib/storage/config';

export type SecondBucket = {
  on: StorageHandle;
  credentials: { accessKeyId: string; secretAccessKey: string };
  stop: () => Promise<void>;
};

/** Another bucket on another server, empty, for the same prefix as this test's own. */
export async function startSecondBucket(): Promise<SecondBucket> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sluice-second-bucket-'));
  const credentials = { accessKeyId: 'SECONDKEY00000000001', secretAccessKey: 'a secret of another bucket' };
  const server = await startBucket({ port: 0, dataDir, keys: [credentials] });
  const config = {
    ...storageConfig(),
    endpoint: server.url,
    publicEndpoint: server.url,
    bucket: 'second',
    embedded: false,
  };
  const on = openStorage(config, credentials);
  await createBucket(on);
  return {
    on,
    credentials,
    stop: async () => {
      on.client.destroy();
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
