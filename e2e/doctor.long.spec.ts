import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Finding } from '@/lib/contracts/doctor';
import { startStack } from './support/stack';

test.setTimeout(240_000);

/** npm run doctor -- --json as somebody at the machine runs it: with the data folder and nothing else. */
function runDoctor(env: Record<string, string>): Promise<{ code: number; failed: string[]; count: number }> {
  return new Promise((resolve, reject) => {
    const variables = { ...process.env, ...env };
    execFile(
      'npm',
      ['run', '--silent', 'doctor', '--', '--json'],
      { env: variables },
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') return reject(error);
        try {
          const { findings }: { findings: Finding[] } = JSON.parse(stdout);
          const failed = findings.filter(({ status }) => status === 'failed').map(({ id }) => id);
          resolve({ code: Number(error?.code ?? 0), failed, count: findings.length });
        } catch {
          reject(new Error(`The doctor said:\n${stdout}\n${stderr}`));
        }
      },
    );
  });
}

test('npm run doctor finds the installation by itself, running and stopped', async () => {
  const stack = await startStack({ keepData: true });
  const data = { SLUICE_DATA_DIR: path.join(stack.dir, 'data') };
  const running = await runDoctor(data);
  await stack.stop();
  const stopped = await runDoctor({ ...data, PORT: new URL(stack.url).port });
  expect([running, stopped].map(({ code, failed }) => [code, failed])).toEqual([
    [0, []],
    [0, []],
  ]);
  expect(stopped.count).toBe(running.count);
});
