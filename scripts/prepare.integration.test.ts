import { spawn } from 'node:child_process';
import net from 'node:net';
import { expect, it } from 'vitest';
import { createEmptyDatabase } from '@/scripts/testing/database';
import { freePort } from './services/ports';
import type { PrepareAnswer } from './start/prepare-app';

/** scripts/prepare.ts as the launcher runs it; what it printed and what it answered. */
function prepare(env: Record<string, string>): { answer: Promise<PrepareAnswer>; output: () => string } {
  const args = ['--conditions=react-server', '--import', 'tsx', 'scripts/prepare.ts'];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  const answer = new Promise<PrepareAnswer>((resolve, reject) => {
    child.once('message', (message) => resolve(message as PrepareAnswer));
    child.once('exit', () => reject(new Error(output)));
  });
  return { answer, output: () => output };
}

const prefix = () => `prepare-${Math.random().toString(36).slice(2)}/`;

it('two servers that start at once on an empty database agree, and each migration runs once', async () => {
  const env = { DATABASE_URL: await createEmptyDatabase(), S3_PREFIX: prefix() };
  const answers = await Promise.all([1, 2].map(() => prepare(env).answer));
  const prepared = answers.map((answer) => ('prepared' in answer ? answer.prepared : answer.failure));
  const applied = prepared.flatMap((each) => (typeof each === 'string' ? [each] : each.migrations));
  expect(new Set(applied).size).toBe(applied.length);
  expect(applied.length).toBeGreaterThan(0);
  expect(prepared.filter((each) => typeof each === 'string')).toEqual([]);
}, 180_000);

it('waits for a database that comes up later', async () => {
  const real = new URL(await createEmptyDatabase());
  const port = await freePort();
  const late = new URL(real);
  late.port = String(port);
  const started = prepare({ DATABASE_URL: late.toString(), S3_PREFIX: prefix() });
  await expect.poll(started.output, { timeout: 30_000 }).toContain('Waiting: No database answers at');
  const door = net.createServer((socket) => {
    const inside = net.connect(Number(real.port), real.hostname);
    socket.pipe(inside).pipe(socket);
    for (const side of [socket, inside]) side.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => door.listen(port, '127.0.0.1', resolve));
  try {
    expect(await started.answer).toHaveProperty('prepared');
  } finally {
    door.close();
  }
}, 180_000);

it('says after a while what does not answer', async () => {
  const nobody = `postgresql://sluice:secret@127.0.0.1:${await freePort()}/sluice`;
  const { answer } = prepare({ DATABASE_URL: nobody, SLUICE_WAIT_SECONDS: '1' });
  expect(await answer).toMatchObject({ failure: expect.stringContaining('No database answers at') });
}, 180_000);
