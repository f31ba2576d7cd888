import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareInstallation } from '@/lib/jobs/prepare-installation';
import { databasePool, transaction } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';

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
    expect.poll(() => output, { timeout: 45_000, interval: 100 }).toContain(text);
  return { child, exited, says, output: () => output };
}

const waitingJobs = async () =>
  Number((await databasePool().query('SELECT count(*) FROM graphile_worker.jobs')).rows[0].count);

describe('npm run worker', () => {
  it('works on the queue and ends with 0 when asked to', async () => {
    await prepareInstallation();
    await transaction((tx) => enqueue(tx, 'sweep-records', {}));
    expect(await waitingJobs()).toBe(1);
    const worker = startWorkerProcess();
    await worker.says('The worker is ready.');
    await expect.poll(waitingJobs, { timeout: 20_000, interval: 100 }).toBe(0);
    worker.child.kill('SIGTERM');
    expect(await worker.exited, worker.output()).toBe(0);
    expect(worker.output()).toContain('The worker has stopped.');
  });

  it('says in a sentence what it needs', async () => {
    const worker = startWorkerProcess({ DATABASE_URL: '' });
    expect(await worker.exited).toBe(1);
    expect(worker.output()).toContain('needs DATABASE_URL');
    expect(worker.output()).not.toContain('    at ');
  });
});
