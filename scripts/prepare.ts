import path from 'node:path';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { env } from '@/lib/platform/env';
import { describeError, PlainError } from './plain-error';
import { applyMigrations } from './services/migrate';

/** What must be true before the app runs: the database has all tables, storage is ready, somebody can sign in. */
async function prepare(): Promise<{ setupCode: string | null }> {
  const url = env().DATABASE_URL;
  if (!url) throw new PlainError('DATABASE_URL is not set.');
  const applied = await applyMigrations({ url, folder: path.resolve('prisma/migrations') });
  if (applied.length > 0) console.log(`Database updated: ${applied.join(', ')}`);
  return prepareInstallation();
}

try {
  process.send?.(await prepare(), () => process.exit(0));
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
