import path from 'node:path';
import { parseArgs } from 'node:util';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount } from '@/lib/format/count';
import { withLocalInstallation } from '../local-installation';
import { PlainError } from '../plain-error';
import { runCommand } from '../run-command';

const usage = `Usage: npm run backup -- FOLDER [--objects]
  Writes a backup into a new folder inside FOLDER, while Sluice runs or while it does not.
  --objects  copies the contents of all files too; later backups in the same FOLDER copy only what is new.`;

/** `npm run backup`: one consistent copy of the database, the list of objects, and their contents when asked for. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { objects: { type: 'boolean', default: false } },
  });
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0) throw new PlainError(usage);
  const backup = path.resolve(folder, new Date().toISOString().slice(0, 19).replaceAll(':', '-'));
  await withLocalInstallation('database and bucket', async (plan) => {
    // Only now: these modules read the environment when they are first used.
    const { defaultStorage } = await import('@/lib/storage/client');
    const { makeBackup } = await import('./make-backup');
    const { tables, objects } = await makeBackup({
      databaseUrl: process.env.DATABASE_URL ?? '',
      backup,
      on: defaultStorage(),
      withObjects: values.objects,
      secretsFile: plan.env.SLUICE_SECRET ? undefined : path.join(plan.dataDir, 'secrets.json'),
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `${backup}\n  ${formatCount(rows, 'row')} of ${tables.length} tables, ${formatCount(objects.count, 'object')} of ${formatBytes(objects.bytes)} ${objects.areCopied ? 'with their contents' : 'listed; their contents are in the bucket only'}.`,
    );
    if (objects.missing > 0)
      console.log(
        `  ${formatCount(objects.missing, 'file')} had no object in the bucket: deleted while this ran, or lost before. The storage page of the admin names lost ones.`,
      );
    console.log('  Keep it safe: it holds everything that people stored, and what signs their sessions.');
  });
}

await runCommand(main);
