import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { databasePool, transaction } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';
import { WorkerPresence } from '@/lib/platform/worker-presence';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** `npm run worker` with this test's environment. */
function startWorkerProcess(env: Record<string, string | undefined> = {}) {
  const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/worker.ts'];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } as NodeJS.ProcessEnv });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const says = (text: string) =>
    expect.poll(() => output, { timeout: 90_000, interval: 100 }).toContain(text);
  return { child, exited, says, output: () => output };
}

const waitingJobs = async () =>
  Number((await databasePool().query('SELECT count(*) FROM graphile_worker.jobs')).rows[0].count);

/** Ids of the workers that are in the middle of a job. */
const holders = async (): Promise<string[]> => {
  const { rows } = await databasePool().query(
    'SELECT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL',
  );
  return rows.map(({ locked_by }) => locked_by);
};

describe('npm run worker', () => {
  it('works on the queue and ends with 0 when asked to', { timeout: 180_000 }, async () => {
    await prepareInstallation();
    await transaction((tx) => enqueue(tx, 'sweep-records', {}));
    expect(await waitingJobs()).toBe(1);
    const worker = startWorkerProcess();
    await worker.says('The worker is ready.');
    await expect.poll(waitingJobs, { timeout: 60_000, interval: 100 }).toBe(0);
    worker.child.kill('SIGTERM');
    expect(await worker.exited, worker.output()).toBe(0);
    expect(worker.output()).toContain('The worker has stopped.');
  });

  it('takes up what a killed worker left, and leaves alone what a living one holds', {
    timeout: 240_000,
  }, async () => {
    await prepareInstallation();
    const blocker = await databasePool().connect();
    const presence = new WorkerPresence();
    try {
      // The job waits for this table, so that the worker is in the middle of it.
      await blocker.query('BEGIN; LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE');
      const doomed = startWorkerProcess();
      await doomed.says('The worker is ready.');
      await transaction((tx) => enqueue(tx, 'sweep-records', {}));
      await expect.poll(holders, { timeout: 60_000, interval: 100 }).toHaveLength(1);
      const [holder] = await holders();
      await presence.look();
      expect(await holders()).toEqual([holder]);
      doomed.child.kill('SIGKILL');
      await doomed.exited;
      const heir = startWorkerProcess();
      await expect.poll(holders, { timeout: 90_000, interval: 100 }).not.toEqual([holder]);
      await blocker.query('ROLLBACK');
      await expect.poll(waitingJobs, { timeout: 90_000, interval: 100 }).toBe(0);
      heir.child.kill('SIGTERM');
      expect(await heir.exited, heir.output()).toBe(0);
    } finally {
      await presence.stop();
      blocker.release(true);
    }
  });

  it('says in a sentence what it needs', async () => {
    const worker = startWorkerProcess({ DATABASE_URL: '' });
    expect(await worker.exited).toBe(1);
    expect(worker.output()).toContain('needs DATABASE_URL');
    expect(worker.output()).not.toContain('    at ');
  });
});
