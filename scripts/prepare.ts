import path from 'node:path';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { env } from '@/lib/platform/env';
import { describeFailure } from './describe-failure';
import { PlainError } from './plain-error';
import { applyMigrations } from './services/migrate';
import type { PrepareAnswer } from './start/prepare-app';

/** What must be true before the app runs: the database has all tables, storage is ready, somebody can sign in. */
async function prepare(): Promise<PrepareAnswer> {
  try {
    const url = env().DATABASE_URL;
    if (!url) throw new PlainError('DATABASE_URL is not set.');
    const migrations = await applyMigrations({ url, folder: path.resolve('prisma/migrations') });
    return { prepared: { migrations, ...(await prepareInstallation()) } };
  } catch (error) {
    return { failure: describeFailure(error, { databaseUrl: process.env.DATABASE_URL }) };
  }
}

// The answer goes to the launcher by IPC; pools and keep-alive connections would keep this process for a while.
process.send?.(await prepare(), () => process.exit(0));
