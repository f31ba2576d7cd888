import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatCount } from '@/lib/format/count';
import { PlainError } from '../plain-error';
import { runCommand } from '../run-command';
import type { Plan } from '../start/plan';
import { makeSecrets } from '../start/secrets';
import { readManifest, secretFile } from '../transfer/manifest';
import { withNewInstallation } from './new-installation';

const usage = `Usage: npm run restore -- BACKUP
  Restores a backup (a folder with manifest.json) into an empty installation: a new SLUICE_DATA_DIR, or an empty
  database and its bucket. Refuses one that holds anything.`;

/** `npm run restore`: a backup becomes an installation again, and is compared with its bucket. */
async function main([folder, ...rest]: string[]): Promise<void> {
  if (folder === undefined || folder.startsWith('-') || rest.length > 0) throw new PlainError(usage);
  const backup = path.resolve(folder);
  const manifest = readManifest(backup);
  const beforeSecrets = ({ dataDir }: Plan) => putSecret(backup, dataDir);
  const use = async (databaseUrl: string) => {
    // Only now: these modules read the environment when they are first used.
    const { defaultStorage } = await import('@/lib/storage/client');
    const { restoreBackup } = await import('./restore-backup');
    const { settle } = await import('./settle');
    const { disconnect } = await import('@/lib/platform/db');
    const { objectsWritten } = await restoreBackup({
      databaseUrl,
      backup,
      manifest,
      on: defaultStorage(),
      migrationsFolder: path.resolve('prisma/migrations'),
    });
    const { objects, missing, orphans } = await settle().finally(disconnect);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `Restored the backup of ${manifest.createdAt}: ${formatCount(rows, 'row')}, ${formatCount(objectsWritten, 'object')} written.`,
    );
    console.log(
      `Compared with the bucket: ${formatCount(objects, 'object')}, ${formatCount(missing, 'file')} without an object, ${formatCount(orphans, 'object')} without a file.`,
    );
    if (missing > 0) console.log('The storage page of the admin names the files that have no object.');
    console.log('Start it with npm start.');
  };
  await withNewInstallation({ beforeSecrets, use });
}

/** A new data folder gets the backup's secret, so that sessions and shared links stay what they were. */
function putSecret(backup: string, dataDir: string): void {
  const file = path.join(dataDir, 'secrets.json');
  if (!existsSync(secretFile(backup)) || existsSync(file)) return;
  const { secret } = JSON.parse(readFileSync(secretFile(backup), 'utf8')) as { secret: string };
  writeFileSync(file, `${JSON.stringify({ ...makeSecrets(), secret }, null, 2)}\n`, { mode: 0o600 });
}

await runCommand(main);
