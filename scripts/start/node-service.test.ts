import { fork } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAlive, waitUntil } from '../services/processes';
import { type Release, startNodeService } from './node-service';

const fixture = path.join(import.meta.dirname, 'fixtures', 'service.mjs');
const start = (way: string, then = '', release?: Release) =>
  startNodeService({
    name: 'stand-in',
    args: [fixture, way, then],
    cwd: '/',
    env: process.env,
    graceMs: 300,
    ...(release ? { release } : {}),
  });

describe('startNodeService', () => {
  it.each([
    ['ipc', 4711],
    ['stdout', 4712],
  ])('learns by %s that the program listens', async (way, port) => {
    const service = await start(way);
    expect(service.port).toBe(port);
    await service.stop();
    await service.exited;
  });

  it('says in one sentence that a program did not start', async () => {
    await expect(start('never')).rejects.toThrow('The stand-in did not start; what it said is above.');
  });

  it('holds a program until it may begin, and tells it what it lacks', async () => {
    const service = await start('env', '', Promise.resolve({ STAND_IN_PORT: '4713' }));
    expect(service.port).toBe(4713);
    await service.stop();
  });

  it('ends a held program when what it waits for fails, and says that', async () => {
    await expect(start('ipc', 'stubborn', Promise.reject(new Error('No database.')))).rejects.toThrow(
      'No database.',
    );
  });

  it('ends a program that does not want to', async () => {
    const service = await start('ipc', 'stubborn');
    await service.stop();
    await service.exited;
  });

  it('leaves no program behind when the supervisor is killed', async () => {
    const supervisor = fork(path.join(import.meta.dirname, 'fixtures', 'supervisor.mjs'), [fixture], {
      execArgv: ['--import', 'tsx'],
    });
    const pid = await new Promise<number>((resolve) => {
      supervisor.once('message', (message) => resolve(message as number));
    });
    expect(isAlive(pid)).toBe(true);
    supervisor.kill('SIGKILL');
    expect(await waitUntil(() => !isAlive(pid), { timeoutMs: 10_000 })).toBe(true);
  });
});
