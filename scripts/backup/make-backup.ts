import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { Installation } from '@/lib/jobs/deletion-guard';
import type { StorageHandle } from '@/lib/storage/client';
import { markerKey } from '@/lib/storage/keys';
import { type ListedObject, listObjects } from '@/lib/storage/list-objects';
import { PlainError } from '../plain-error';
import { saveContent } from '../transfer/contents';
import { describeObject, type ObjectDescription } from '../transfer/describe-object';
import { dumpTables, inSnapshot } from '../transfer/dump-tables';
import { writeLines } from '../transfer/json-lines';
import { appliedMigrations } from '../transfer/load-tables';
import { contentFolder, type Manifest, manifestFile, objectListFile, secretFile } from '../transfer/manifest';
import { contentOf } from '../transfer/read-object';
import { mapMany } from '../transfer/run-many';

export type BackupRequest = {
  databaseUrl: string;
  /** New folder for this backup, inside one that its sisters share. */
  backup: string;
  on: StorageHandle;
  /** Copy the objects too. */
  withObjects: boolean;
  /** Where the installation keeps a secret of its own; undefined when the environment names it. */
  secretsFile?: string | undefined;
  now?: Date;
};

const objectsAtOnce = 8;

/**
 * Writes a backup: the tables of one snapshot, the list of objects, their contents when asked for. Sluice may go on
 * meanwhile; what it deletes between snapshot and list is counted as missing. The manifest comes last.
 */
export async function makeBackup(request: BackupRequest): Promise<Manifest> {
  const { databaseUrl, backup, on, withObjects, now = new Date() } = request;
  if (existsSync(backup)) throw new PlainError(`${backup} is already there; nothing was changed.`);
  mkdirSync(path.join(backup, 'tables'), { recursive: true, mode: 0o700 });
  if (request.secretsFile) await saveSecret(request.secretsFile, secretFile(backup));
  const manifest = await inSnapshot(databaseUrl, async (client): Promise<Manifest> => {
    const tables = await dumpTables(client, backup);
    const ledger = await ObjectLedger.create(client);
    const folder = withObjects ? contentFolder(backup) : null;
    const { sha256 } = await writeLines(objectListFile(backup), describeAll({ on, folder, ledger }));
    return {
      format: 'sluice-backup',
      version: 1,
      createdAt: now.toISOString(),
      installation: await installationOf(client),
      bucket: { name: on.config.bucket, prefix: on.config.prefix },
      migrations: await appliedMigrations(client),
      tables,
      objects: { ...ledger.seen, sha256, areCopied: withObjects, missing: await ledger.countMissing() },
    };
  });
  await writeLines(manifestFile(backup), one(JSON.stringify(manifest, null, 2)));
  return manifest;
}

type Describing = { on: StorageHandle; folder: string | null; ledger: ObjectLedger };

async function* describeAll({ on, folder, ledger }: Describing): AsyncGenerator<string[]> {
  for await (const page of listObjects({}, on)) {
    const ours = page.filter(({ key }) => key !== markerKey(on.config.prefix)); // a restore writes its own
    const described = await mapMany(ours, objectsAtOnce, (listed) => describeOne({ listed, on, folder }));
    const there = described.filter((object) => object !== null);
    await ledger.add(there);
    yield there.map((object) => JSON.stringify(object));
  }
}

type Describe = { listed: ListedObject; on: StorageHandle; folder: string | null };

/** null when it was deleted since it was listed. */
async function describeOne({ listed, on, folder }: Describe): Promise<ObjectDescription | null> {
  try {
    const object = await describeObject(listed.key, on);
    if (folder) await saveContent(folder, object, contentOf(object, on));
    return object;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404;
}

/** Compares the objects with the snapshot's rows inside the database, in flat memory however many they are. */
class ObjectLedger {
  readonly seen = { count: 0, bytes: 0 };

  private constructor(private readonly client: pg.Client) {}

  static async create(client: pg.Client): Promise<ObjectLedger> {
    await client.query('CREATE TEMP TABLE backed_up (key text PRIMARY KEY, size bigint NOT NULL)');
    return new ObjectLedger(client);
  }

  async add(objects: readonly ObjectDescription[]): Promise<void> {
    this.seen.count += objects.length;
    this.seen.bytes += objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    await this.client.query('INSERT INTO backed_up SELECT * FROM unnest($1::text[], $2::bigint[])', [
      objects.map(({ key }) => key),
      objects.map(({ sizeBytes }) => sizeBytes),
    ]);
  }

  /** Files and versions of the snapshot whose object is not there, or of another size. */
  async countMissing(): Promise<number> {
    const { rows } = await this.client.query<{ count: string }>(
      `SELECT count(*) FROM (
         SELECT "objectKey" AS key, "sizeBytes" AS size FROM "File" UNION
         SELECT "objectKey", "sizeBytes" FROM "FileVersion") AS wanted
       WHERE NOT EXISTS (SELECT 1 FROM backed_up WHERE backed_up.key = wanted.key AND backed_up.size = wanted.size)`,
    );
    return Number(rows[0]?.count ?? 0);
  }
}

async function installationOf(client: pg.Client): Promise<Installation> {
  const { rows } = await client.query<{ value: unknown }>(
    `SELECT value FROM "Setting" WHERE key = 'installation'`,
  );
  if (!rows[0]) throw new PlainError('This installation has no identity yet; start Sluice once.');
  return Installation.parse(rows[0].value);
}

/** Links and sessions are signed with it: restored without it, people sign in again and shared links ask anew. */
async function saveSecret(from: string, to: string): Promise<void> {
  const { secret } = JSON.parse(readFileSync(from, 'utf8')) as { secret: string };
  const handle = await open(to, 'wx', 0o600);
  await handle.writeFile(`${JSON.stringify({ secret })}\n`);
  await handle.close();
}

async function* one(text: string): AsyncGenerator<string[]> {
  yield [text];
}
