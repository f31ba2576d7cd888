import path from 'node:path';
import { ensureStorage } from '@/lib/storage/bucket';
import type { StorageHandle } from '@/lib/storage/client';
import { findObject } from '@/lib/storage/head-object';
import { PlainError } from '../plain-error';
import { applyMigrations, migrationNames } from '../services/migrate';
import { openSaved } from '../transfer/contents';
import { ObjectDescription } from '../transfer/describe-object';
import { isSameContent } from '../transfer/etag';
import { requireOwnOrFree } from '../transfer/free-prefix';
import { readLines, sha256Of } from '../transfer/json-lines';
import { loadTables, requireEmpty } from '../transfer/load-tables';
import { contentFolder, type Manifest, objectListFile, tableFile } from '../transfer/manifest';
import { runMany } from '../transfer/run-many';
import { writeObject } from '../transfer/write-object';

export type RestoreRequest = {
  databaseUrl: string;
  backup: string;
  manifest: Manifest;
  on: StorageHandle;
  migrationsFolder: string;
};

const objectsAtOnce = 8;

/**
 * Restores a backup into an empty installation and returns how many objects were written. The files are checked
 * before anything is changed; objects come before rows, and rows all at once, so that a restore cut short is simply
 * begun again. Throws PlainError for an installation that holds anything, and for a damaged backup or one of a newer
 * version; one of an older version is brought up to date.
 */
export async function restoreBackup(request: RestoreRequest): Promise<{ objectsWritten: number }> {
  const { databaseUrl, backup, manifest, on, migrationsFolder } = request;
  await checkFiles(backup, manifest);
  requireKnownMigrations(manifest, migrationsFolder);
  if (on.config.prefix !== manifest.bucket.prefix)
    throw new PlainError(
      `The backup's objects lie under the prefix "${manifest.bucket.prefix}", and S3_PREFIX is "${on.config.prefix}"; make them the same.`,
    );
  await requireEmpty(databaseUrl);
  const { id, epoch } = manifest.installation;
  await requireOwnOrFree(id, on);
  await ensureStorage({ installationId: id, epoch, publicOrigins: [] }, on);
  const objectsWritten = manifest.objects.areCopied ? await writeObjects(backup, on) : 0;
  await applyMigrations({ url: databaseUrl, folder: migrationsFolder, upTo: manifest.migrations.at(-1) });
  await loadTables(databaseUrl, backup, manifest);
  await applyMigrations({ url: databaseUrl, folder: migrationsFolder });
  return { objectsWritten };
}

/** An older backup is brought up to date after its rows are in; a newer one means nothing to this version. */
function requireKnownMigrations({ migrations }: Manifest, folder: string): void {
  const known = new Set(migrationNames(folder));
  const unknown = migrations.find((name) => !known.has(name));
  if (unknown)
    throw new PlainError(
      `This backup was made by a newer Sluice: its database has the migration ${unknown}, which this version does not know. Restore it with that Sluice or a later one; nothing was changed.`,
    );
}

async function checkFiles(backup: string, manifest: Manifest): Promise<void> {
  const files = [
    ...manifest.tables.map(({ name, sha256 }) => ({ file: tableFile(backup, name), sha256 })),
    { file: objectListFile(backup), sha256: manifest.objects.sha256 },
  ];
  for (const { file, sha256 } of files)
    if ((await sha256Of(file)) !== sha256)
      throw new PlainError(
        `${path.relative('.', file)} was changed since the backup was made; nothing was restored.`,
      );
}

async function writeObjects(backup: string, on: StorageHandle): Promise<number> {
  let written = 0;
  for await (const lines of readLines(objectListFile(backup), 1_000))
    await runMany(lines, objectsAtOnce, async (line) => {
      const object = ObjectDescription.parse(JSON.parse(line));
      const there = await findObject(object.key, on);
      if (there && isSameContent(there, object)) return;
      await writeObject({ object, open: await openSaved(contentFolder(backup), object), on });
      written += 1;
    });
  return written;
}
