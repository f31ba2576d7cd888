import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UploadPartCommand } from '@aws-sdk/client-s3';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { disconnect } from '@/lib/platform/db';
import { defaultStorage } from '@/lib/storage/client';
import { readRange } from '@/lib/storage/get-object';
import { listObjects } from '@/lib/storage/list-objects';
import { findMarker } from '@/lib/storage/marker';
import { createMultipart, listMultipartUploads } from '@/lib/storage/multipart';
import { putObject } from '@/lib/storage/put-object';
import { makeBackup } from '../backup/make-backup';
import { moveObjects } from '../move-bucket/move-objects';
import { openTarget } from '../move-bucket/target';
import { restoreBackup } from '../restore/restore-backup';
import { applyMigrations, migrationNames } from '../services/migrate';
import { createEmptyDatabase } from '../testing/database';
import { readManifest, tableFile } from './manifest';
import { fillInstallation } from './testing/filled-installation';
import { fillOlderDatabase } from './testing/older-database';
import { runScript } from './testing/run-script';
import { expectSameObjects, expectSameRows } from './testing/same';
import { type SecondBucket, startSecondBucket } from './testing/second-bucket';

const databaseUrl = process.env.DATABASE_URL ?? '';
const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-transfer-'));
const smallFiles = 40;
const migrationsFolder = 'prisma/migrations';
let second: SecondBucket;

beforeAll(() => fillInstallation(smallFiles));
beforeEach(async () => {
  second = await startSecondBucket();
});
afterEach(() => second.stop());
afterAll(async () => {
  await disconnect();
  rmSync(dir, { recursive: true, force: true });
});

/** The environment of an installation on another database and the second bucket. */
const elsewhere = (newDatabase: string, name: string) => ({
  DATABASE_URL: newDatabase,
  SLUICE_DATA_DIR: path.join(dir, name),
  S3_ENDPOINT: second.on.config.endpoint,
  S3_BUCKET: second.on.config.bucket,
  S3_EMBEDDED: '',
  AWS_ACCESS_KEY_ID: second.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: second.credentials.secretAccessKey,
});

/** Several programs start one after another, on a machine that does other things too. */
const timeout = 180_000;

describe('backup and restore', { timeout }, () => {
  it('bring back every row and every object into an empty installation, and into no other', async () => {
    const folder = path.join(dir, 'backups');
    const saving = runScript('backup', [folder, '--objects'], { SLUICE_DATA_DIR: path.join(dir, 'own') });
    expect(await saving.exited, saving.output()).toBe(0);
    const [name = ''] = readdirSync(folder).filter((entry) => entry !== 'objects');
    const backup = path.join(folder, name);
    expect(readManifest(backup).objects.missing).toBe(0);

    const newDatabase = await createEmptyDatabase();
    const restoring = runScript('restore', [backup], elsewhere(newDatabase, 'new'));
    expect(await restoring.exited, restoring.output()).toBe(0);
    expect(restoring.output()).toContain('0 files without an object, 0 objects without a file');
    expect(await expectSameRows(databaseUrl, newDatabase)).toBeGreaterThan(smallFiles);
    expect(await expectSameObjects(defaultStorage(), second.on)).toBeGreaterThan(smallFiles * 2);

    const again = { databaseUrl: newDatabase, backup, manifest: readManifest(backup), on: second.on };
    await expect(restoreBackup({ ...again, migrationsFolder })).rejects.toThrow(
      /This installation is not empty .* nothing was changed/,
    );
    await expectSameRows(databaseUrl, newDatabase);
  });

  it('go on where a restore was cut short, and copy no content twice', async () => {
    const request = { databaseUrl, on: defaultStorage(), withObjects: true };
    const backup = path.join(dir, 'twice', 'first');
    const manifest = await makeBackup({ ...request, backup });
    const contents = readdirSync(path.join(dir, 'twice', 'objects'), { recursive: true }).length;
    await makeBackup({ ...request, backup: path.join(dir, 'twice', 'second') });
    expect(readdirSync(path.join(dir, 'twice', 'objects'), { recursive: true }).length).toBe(contents);

    const restore = {
      databaseUrl: await createEmptyDatabase(),
      backup,
      manifest,
      on: second.on,
      migrationsFolder,
    };
    // Ends after the objects, with the last table: its rows are not as many as the manifest says.
    const tables = manifest.tables.map((table, i, all) =>
      i === all.length - 1 ? { ...table, rows: table.rows + 1 } : table,
    );
    await expect(restoreBackup({ ...restore, manifest: { ...manifest, tables } })).rejects.toThrow(
      'instead of',
    );
    expect((await restoreBackup(restore)).objectsWritten).toBe(0);
    await expectSameRows(databaseUrl, restore.databaseUrl);
    await expectSameObjects(defaultStorage(), second.on);
  });

  it('bring a backup of an older version up to date', async () => {
    const older = await createEmptyDatabase();
    const migrations = migrationNames(migrationsFolder);
    const known = migrations.slice(0, migrations.indexOf('20261122060000_gallery_indexes') + 1);
    await applyMigrations({ url: older, folder: migrationsFolder, upTo: known.at(-1) });
    const { email } = await fillOlderDatabase(older);
    const backup = path.join(dir, 'older', 'one');
    const manifest = await makeBackup({
      databaseUrl: older,
      on: defaultStorage(),
      withObjects: false,
      backup,
    });
    expect(manifest.migrations).toEqual(known);
    expect(manifest.tables.map(({ name }) => name)).not.toContain('DailyCount');

    const restored = await createEmptyDatabase();
    await restoreBackup({ databaseUrl: restored, backup, manifest, on: second.on, migrationsFolder });
    const ask = async (sql: string) => {
      const client = new pg.Client({ connectionString: restored });
      await client.connect();
      try {
        return (await client.query(sql)).rows;
      } finally {
        await client.end();
      }
    };
    expect(await ask('SELECT migration_name FROM _prisma_migrations ORDER BY 1')).toEqual(
      migrations.map((name) => ({ migration_name: name })),
    );
    expect(
      await ask(`SELECT u."email", u."heirId", f."name" FROM "User" u JOIN "File" f ON f."ownerId" = u."id"`),
    ).toEqual([{ email, heirId: null, name: 'from before' }]);
    expect(await ask('SELECT * FROM "DailyCount"')).toEqual([]);
    await expect(ask('DELETE FROM "AuditEvent"')).rejects.toThrow(/append-only|refuse/);
  });

  it('change nothing when the backup is of a newer version', async () => {
    const backup = path.join(dir, 'newer', 'one');
    const made = await makeBackup({ databaseUrl, on: defaultStorage(), withObjects: false, backup });
    const manifest = { ...made, migrations: [...made.migrations, '29990101000000_from_the_future'] };
    const empty = await createEmptyDatabase();
    const request = { databaseUrl: empty, backup, manifest, on: second.on, migrationsFolder };
    await expect(restoreBackup(request)).rejects.toThrow(
      /made by a newer Sluice: .*29990101000000_from_the_future.*; nothing was changed/,
    );
    expect(await findMarker(second.on)).toBeNull();
    const client = new pg.Client({ connectionString: empty });
    await client.connect();
    const { rows } = await client.query(`SELECT to_regclass('"User"') AS user`);
    await client.end();
    expect(rows).toEqual([{ user: null }]);
  });

  it('change nothing when the backup is damaged or did not end', async () => {
    const backup = path.join(dir, 'damaged', 'one');
    const manifest = await makeBackup({ databaseUrl, on: defaultStorage(), withObjects: false, backup });
    appendFileSync(tableFile(backup, 'User'), '[]\n');
    const newDatabase = await createEmptyDatabase();
    const request = { databaseUrl: newDatabase, backup, manifest, on: second.on, migrationsFolder: 'x' };
    await expect(restoreBackup(request)).rejects.toThrow('was changed since the backup was made');
    expect(await findMarker(second.on)).toBeNull();
    rmSync(path.join(backup, 'manifest.json'));
    expect(() => readManifest(backup)).toThrow('did not end');
  });
});

describe('moving to another bucket', { timeout }, () => {
  const target = () => ({
    SLUICE_DATA_DIR: path.join(dir, 'own'),
    S3_TARGET_ENDPOINT: second.on.config.endpoint,
    S3_TARGET_BUCKET: second.on.config.bucket,
    S3_TARGET_ACCESS_KEY_ID: second.credentials.accessKeyId,
    S3_TARGET_SECRET_ACCESS_KEY: second.credentials.secretAccessKey,
  });
  const countOf = async () => {
    let count = 0;
    for await (const page of listObjects({}, second.on)) count += page.length;
    return count;
  };

  it('copies every object, goes on after a kill, and only reads the source', async () => {
    const first = runScript('move-bucket', [], target());
    await expect.poll(countOf, { timeout: 120_000, interval: 10 }).toBeGreaterThan(5);
    first.child.kill('SIGKILL');
    await first.exited;
    const atKill = await countOf();
    expect(await findMarker(second.on), 'the marker comes last').toBeNull();

    const rest = runScript('move-bucket', [], target());
    expect(await rest.exited, rest.output()).toBe(0);
    const copied = Number(/; (\d+) were copied now/.exec(rest.output())?.[1]);
    expect(copied).toBeGreaterThan(0);
    expect(copied).toBeLessThanOrEqual(smallFiles * 2 + 20 - (atKill - 8));
    expect(rest.output()).toContain('Sizes and ETags agree.');
    expect(rest.output()).toContain(`S3_BUCKET=${second.on.config.bucket}`);
    expect(rest.output()).not.toContain(second.credentials.secretAccessKey);
    expect(await expectSameObjects(defaultStorage(), second.on)).toBeGreaterThan(smallFiles * 2);
  });

  it('uses parts that an earlier run sent, unless they are of other bytes', async () => {
    const source = defaultStorage();
    const key = await keyOfLargest();
    const { multipartId } = await createMultipart({ key, contentType: 'video/mp4' }, second.on);
    const { bytes } = await readRange(key, 0, 5 * 2 ** 20 - 1, source);
    for (const [i, body] of [bytes, Buffer.alloc(6 * 2 ** 20, 'wrong')].entries())
      await second.on.client.send(
        new UploadPartCommand({
          Bucket: second.on.config.bucket,
          Key: key,
          UploadId: multipartId,
          PartNumber: i + 1,
          Body: body,
        }),
      );
    await moveObjects({ source, target: second.on });
    await expectSameObjects(source, second.on);
    for await (const page of listMultipartUploads(second.on)) expect(page).toEqual([]);
  });

  /** The object that was uploaded in three parts. */
  async function keyOfLargest(): Promise<string> {
    for await (const page of listObjects({ under: 'files/' }))
      for (const { key, etag } of page) if (etag.endsWith('-3')) return key;
    throw new Error('no object of three parts');
  }

  it('refuses a bucket that holds anything of others, and the one in use', async () => {
    const { prefix } = second.on.config;
    await putObject(
      { key: `${prefix}stranger`, body: Buffer.from('x'), contentType: 'text/plain' },
      second.on,
    );
    const move = () => moveObjects({ source: defaultStorage(), target: second.on });
    await expect(move()).rejects.toThrow('holds objects of somebody else');
    const body = Buffer.from(JSON.stringify({ installationId: 'another', epoch: 1 }));
    const key = `${prefix}.sluice-installation.json`;
    await putObject({ key, body, contentType: 'application/json' }, second.on);
    await expect(move()).rejects.toThrow('files of another Sluice');
    const { config } = defaultStorage();
    const same = { ...target(), S3_TARGET_ENDPOINT: config.endpoint, S3_TARGET_BUCKET: config.bucket };
    expect(() => openTarget(same, config)).toThrow('in use already');
    expect(() => openTarget({}, config)).toThrow('S3_TARGET_BUCKET');
  });
});
