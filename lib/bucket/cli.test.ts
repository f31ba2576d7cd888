import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import { removeCompiled } from './testing/compile';
import { callsOn } from './testing/objects';
import { spawnBucket, withFolder } from './testing/process';

afterAll(removeCompiled);

/** Runs the CLI from its TypeScript and resolves with its first line and how it ended. */
async function run(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/bucket/cli.ts', ...args], {
    env: { ...process.env, ...env },
  });
  let stderr = '';
  child.stderr.on('data', (piece: Buffer) => {
    stderr += piece.toString();
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout });
  const [first] = (await Promise.race([once(lines, 'line'), ended.then(() => [''])])) as [string];
  child.kill('SIGINT');
  const [code] = await ended;
  return { first, code, stderr };
}

describe('the command line', () => {
  test('it takes its keys from the environment, says where it listens, and ends cleanly on SIGINT', () =>
    withFolder(async (folder) => {
      const { first, code } = await run(['--port', '0', '--data', folder], {
        SLUICE_BUCKET_KEYS: 'ID:S:ECRET,ID2:S2',
      });
      const event = JSON.parse(first) as { event: string; url: string; port: number };
      expect(event.event).toBe('listening');
      expect(event.url).toBe(`http://127.0.0.1:${event.port}`);
      expect(code).toBe(0);
    }));

  test('without a key, or with half a key, it does not start', () =>
    withFolder(async (folder) => {
      const given = [[], ['--key', 'ID'], ['--key', ':SECRET']];
      const ends = await Promise.all(
        given.map((keys) => run(['--port', '0', '--data', folder, ...keys], { SLUICE_BUCKET_KEYS: '' })),
      );
      expect(ends.map(({ code }) => code)).toEqual([1, 1, 1]);
      for (const { stderr } of ends) expect(stderr).toMatch(/key/i);
    }));

  test('it ends when its parent lets go of it', () =>
    withFolder(async (folder) => {
      const server = await spawnBucket({ dataDir: folder, ipc: true });
      const ended = once(server.child, 'exit');
      server.child.disconnect();
      expect((await ended)[0]).toBe(0);
    }));

  test('SIGTERM lets a request under way end first', () =>
    withFolder(async (folder) => {
      const server = await spawnBucket({ dataDir: folder });
      const calls = callsOn(server.endpoint);
      await calls.makeBucket();
      const uploads = Array.from({ length: 4 }, (_, i) =>
        calls.put(`under-way-${i}`, Buffer.alloc(8 * 2 ** 20, 'x')),
      );
      await expect.poll(() => calls.call('', { query: [['list-type', '2']] })).toHaveProperty('status', 200);
      const stopped = server.stop();
      await Promise.all(uploads);
      expect(await stopped).toBe(0);
    }));

  test('the data folder is for its owner only', () =>
    withFolder(async (parent) => {
      const folder = join(parent, 'data');
      const server = await spawnBucket({ dataDir: folder });
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      await server.stop();
    }));

  test('it logs no header, no query and no key', () =>
    withFolder(async (folder) => {
      const server = await spawnBucket({ dataDir: folder, args: ['--log'] });
      const calls = callsOn(server.endpoint);
      await calls.makeBucket();
      await calls.put('private-name', 'x', { cookie: 'session=secret-cookie' });
      await calls.call('private-name', { signing: { form: 'query' } });
      await expect.poll(() => server.stderr().match(/"event":"request"/g)?.length).toBeGreaterThanOrEqual(3);
      await server.stop();
      expect(server.stderr()).not.toMatch(/secret-cookie|private-name|Signature|X-Amz/);
    }));
});
