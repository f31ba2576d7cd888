import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runMigrations } from 'graphile-worker';
import { startBucket } from '@/lib/bucket';
import { applyMigrations } from '@/scripts/services/migrate';
import { ensureDatabase, startPostgres } from '@/scripts/services/postgres';
import { TEMPLATE } from './template';

/** What every integration test may use; only plain data, it crosses from vitest's main process to its workers. */
export type TestServices = {
  /** Connection string of the server's `postgres` database. */
  databaseUrl: string;
  /** The embedded bucket, with keys for everything. */
  storage: { endpoint: string; accessKeyId: string; secretAccessKey: string };
};

export type RunningServices = { services: TestServices; stop: () => Promise<void> };

/** Starts one PostgreSQL with a migrated template database and one bucket in a folder of their own. */
export async function startTestServices(): Promise<RunningServices> {
  const parent = process.env.SLUICE_TEST_DIR ?? os.tmpdir();
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(path.join(parent, 'sluice-services-'));
  const postgres = await startPostgres({ dir: path.join(dir, 'postgres'), durable: false });
  await ensureDatabase(postgres.url('postgres'), TEMPLATE);
  await applyMigrations({ url: postgres.url(TEMPLATE), folder: path.resolve('prisma/migrations') });
  await runMigrations({ connectionString: postgres.url(TEMPLATE) });
  const key = {
    accessKeyId: 'TESTKEY0000000000001',
    secretAccessKey: 'a secret for the tests of one machine',
  };
  const bucket = await startBucket({
    port: 0,
    host: '127.0.0.1',
    dataDir: path.join(dir, 'bucket'),
    keys: [key],
  });
  const stop = async () => {
    await bucket.close();
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return {
    services: { databaseUrl: postgres.url('postgres'), storage: { endpoint: bucket.url, ...key } },
    stop,
  };
}
