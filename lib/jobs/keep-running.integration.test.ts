import { afterEach, describe, expect, it } from 'vitest';
import { databasePool, transaction } from '@/lib/platform/db';
import { enqueue, migrateQueue } from '@/lib/platform/queue';
import type { Worker } from './keep-running';
import { prepareInstallation } from './prepare-installation';
import { startWorker } from './worker';

const jobs = async (): Promise<number> => {
  const { rows } = await databasePool().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM graphile_worker.jobs`,
  );
  return rows[0]?.count ?? 0;
};
const rename = (from: string, to: string) =>
  databasePool().query(`ALTER TABLE graphile_worker.${from} RENAME TO ${to}`);

describe('a worker whose first look into the database failed', () => {
  let worker: Worker | undefined;
  afterEach(() => worker?.stop());

  it('works as soon as the database does', async () => {
    await prepareInstallation();
    await migrateQueue();
    await transaction((tx) => enqueue(tx, 'sweep-records', {}));
    await rename('_private_tasks', 'hidden_tasks');
    try {
      const { rows } = await databasePool().query<{ rolledBack: string }>(rollbacks);
      worker = await startWorker();
      await expect
        .poll(
          async () => (await databasePool().query<{ rolledBack: string }>(rollbacks)).rows[0]?.rolledBack,
          {
            timeout: 20_000,
          },
        )
        .not.toBe(rows[0]?.rolledBack);
    } finally {
      await rename('hidden_tasks', '_private_tasks');
    }
    await expect.poll(jobs, { timeout: 40_000 }).toBe(0);
  });
});

/** How many transactions of this database failed so far. */
const rollbacks = `SELECT xact_rollback::text AS "rolledBack" FROM pg_stat_database WHERE datname = current_database()`;
