import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkHealth } from '@/lib/http/health';
import { startWorker } from '@/lib/jobs/worker';
import { disconnect } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { migrateQueue } from '@/lib/platform/queue';
import { describeFailure } from './describe-failure';
import { PlainError } from './plain-error';

const stopAsked = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopAsked.abort());

/** `npm run worker`: works on the queue of a PostgreSQL of one's own, beside servers with SLUICE_WORKER=none. */
async function main(): Promise<void> {
  const dotEnv = path.join(path.dirname(import.meta.dirname), '.env');
  if (existsSync(dotEnv)) process.loadEnvFile(dotEnv);
  const { DATABASE_URL, S3_BUCKET } = env();
  if (!DATABASE_URL || !S3_BUCKET)
    throw new PlainError(
      'A worker of its own needs DATABASE_URL and S3_BUCKET: it shares them with the servers. Under `npm start` alone the server works on the jobs itself.',
    );
  await waitForDependencies();
  if (stopAsked.signal.aborted) return;
  await migrateQueue();
  const runner = await startWorker();
  console.log('The worker is ready.');
  const asked = new Promise<void>((resolve) => {
    stopAsked.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([asked, runner.promise]);
  // Waits for the jobs under way; the others stay in the queue for whoever comes next.
  if (stopAsked.signal.aborted) await runner.stop();
  console.log('The worker has stopped.');
}

/** Resolves once both answer, or when somebody asked to stop. Throws PlainError after SLUICE_WAIT_SECONDS. */
async function waitForDependencies(): Promise<void> {
  const until = Date.now() + env().SLUICE_WAIT_SECONDS * 1000;
  while (!stopAsked.signal.aborted) {
    const { status, checks } = await checkHealth();
    if (status === 'ok') return;
    if (Date.now() >= until) {
      const missing = Object.keys(checks).filter((name) => checks[name] === 'failed');
      throw new PlainError(
        `No answer from ${missing.join(' and ')}: start a server first, it prepares both.`,
      );
    }
    await wait(1_000, undefined, { signal: stopAsked.signal }).catch(() => undefined);
  }
}

try {
  await main();
} catch (error) {
  console.error(describeFailure(error, { databaseUrl: process.env.DATABASE_URL }));
  process.exitCode = 1;
} finally {
  await disconnect();
}
// The S3 client keeps connections open for a while.
process.exit();
