import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { env } from '@/lib/platform/env';
import { describeFailure, isNotUpYet } from './describe-failure';
import { PlainError } from './plain-error';
import { applyMigrations } from './services/migrate';
import { untilReleased } from './start/held.mjs';
import type { PrepareAnswer } from './start/prepare-app';

/** What must be true before the app runs: the database has all tables, storage is ready, somebody can sign in. */
async function prepare(): Promise<PrepareAnswer> {
  try {
    const url = env().DATABASE_URL;
    if (!url) throw new PlainError('DATABASE_URL is not set.');
    return await patiently(async () => {
      const migrations = await applyMigrations({ url, folder: path.resolve('prisma/migrations') });
      return { prepared: { migrations, ...(await prepareInstallation()) } };
    });
  } catch (error) {
    return { failure: describeFailure(error, { databaseUrl: process.env.DATABASE_URL }) };
  }
}

/** Repeats work while database or storage do not answer yet, for SLUICE_WAIT_SECONDS; all of it may be repeated. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + env().SLUICE_WAIT_SECONDS * 1000;
  for (let told = ''; ; ) {
    try {
      return await work();
    } catch (error) {
      if (!isNotUpYet(error) || Date.now() >= until) throw error;
      const sentence = describeFailure(error, { databaseUrl: process.env.DATABASE_URL });
      if (sentence !== told) console.log(`Waiting: ${sentence}`);
      told = sentence;
      await wait(500);
    }
  }
}

await untilReleased();
// The answer goes to the launcher by IPC; pools and keep-alive connections would keep this process for a while.
process.send?.(await prepare(), () => process.exit(0));
