import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { removeCompiled } from '@/lib/bucket/testing/compile';
import { spawnBucket } from '@/lib/bucket/testing/process';
import { seed } from '@/lib/bucket/testing/seed';
import { applyMigrations } from '@/scripts/services/migrate';
import { ensureDatabase, startPostgres } from '@/scripts/services/postgres';

const { values } = parseArgs({ options: { objects: { type: 'string', default: '1000000' } } });
const count = Number(values.objects);
/** Of each: objects that no row knows, and rows whose object is not there. */
const lost = Math.floor(count / 1_000);
/** How much more memory the last quarter of a pass may take than the first. */
const goal = 1.2;
const prefix = 'bench/';

const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-reconcile-'));
const ends: (() => unknown)[] = [() => rmSync(dir, { recursive: true, force: true })];
try {
  const databaseUrl = await startDatabase();
  await startBucket();
  Object.assign(process.env, { DATABASE_URL: databaseUrl, SLUICE_LOG_LEVEL: 'silent' });
  process.exitCode = await measure(databaseUrl);
} finally {
  for (const end of ends.reverse()) await end();
}

async function startDatabase(): Promise<string> {
  const postgres = await startPostgres({ dir: path.join(dir, 'postgres'), durable: false });
  ends.push(postgres.stop);
  await ensureDatabase(postgres.url('postgres'), 'bench');
  await applyMigrations({ url: postgres.url('bench'), folder: path.resolve('prisma/migrations') });
  return postgres.url('bench');
}

/** The embedded bucket with its objects written into its index and folders, as a server that was killed leaves them. */
async function startBucket(): Promise<void> {
  const dataDir = path.join(dir, 'bucket');
  const keyOf = (i: number) => `${prefix}files/${createHash('md5').update(String(i)).digest('hex')}`;
  seed(dataDir, { count, as: 'links', keyOf });
  const bucket = await spawnBucket({ dataDir });
  ends.push(removeCompiled, bucket.stop);
  const { url, accessKeyId, secretAccessKey } = bucket.endpoint;
  Object.assign(process.env, {
    S3_ENDPOINT: url,
    S3_BUCKET: 'test',
    S3_PREFIX: prefix,
    S3_EMBEDDED: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    SLUICE_SECRET: 'a secret for a benchmark only, 32 chars',
  });
}

/** Rows of all objects but the first `lost`, and `lost` more that have none. */
async function fillRows(databaseUrl: string): Promise<void> {
  const { createPerson } = await import('@/scripts/testing/people');
  const { id } = await createPerson({ passwordHash: null });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `INSERT INTO "File" ("id", "ownerId", "name", "extension", "mime", "kind", "sizeBytes", "objectKey", "etag",
       "createdAt", "updatedAt", "verifiedAt")
     SELECT uuidv7(), $1, 'file ' || n, '', 'image/png', 'image', 0, $2 || md5(n::text), 'e',
       now() - interval '1 hour', now(), now() FROM generate_series($3::int, $4::int) n`,
    [id, `${prefix}files/`, lost, count + lost - 1],
  );
  await client.query('VACUUM ANALYZE "File"');
  await client.end();
}

async function measure(databaseUrl: string): Promise<number> {
  // Only now: these modules read the environment when they are first used.
  const { prepareInstallation } = await import('@/lib/jobs/prepare-installation');
  const { reconcile } = await import('@/lib/jobs/reconcile');
  const { disconnect } = await import('@/lib/platform/db');
  await prepareInstallation();
  await fillRows(databaseUrl);
  const residentMiB: number[] = [];
  const timer = setInterval(() => residentMiB.push(process.memoryUsage.rss() / 2 ** 20), 50);
  const begin = performance.now();
  const found = await reconcile();
  const seconds = (performance.now() - begin) / 1000;
  clearInterval(timer);
  await disconnect();

  const quarter = Math.ceil(residentMiB.length / 4);
  const [first, last] = [
    Math.max(...residentMiB.slice(0, quarter)),
    Math.max(...residentMiB.slice(-quarter)),
  ];
  console.log(
    `${found.objects} objects in ${seconds.toFixed(0)} s (${(found.objects / seconds).toFixed(0)} a second): ` +
      `${found.orphans} without a row, ${found.missing} rows without an object`,
  );
  console.log(
    `peak memory ${first.toFixed(0)} MiB in the first quarter, ${last.toFixed(0)} MiB in the last: ${(last / first).toFixed(2)}x (goal <= ${goal}x)`,
  );
  const isRight = found.orphans === lost && found.missing === lost;
  return isRight && last / first <= goal ? 0 : 1;
}
