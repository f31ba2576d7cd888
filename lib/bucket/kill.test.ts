import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { removeCompiled } from './testing/compile';
import { callsOn } from './testing/objects';
import { type BucketProcess, filesBelow, spawnBucket, withFolder } from './testing/process';

/** KILLS=200 is the long run; the short one is part of every `npm test`. */
const kills = Number(process.env.KILLS ?? 20);
const partBytes = 5 * 2 ** 20;
const writersAtOnce = 6;
const longestRunMs = 700;

afterAll(removeCompiled);

type Content = Buffer | null;

/** What a key may hold: what was acknowledged, and what was under way when the process died. */
interface Expected {
  acknowledged: Content;
  underWay?: Content;
}

type Calls = ReturnType<typeof callsOn>;

/** Writes, replaces, copies, completes, aborts and deletes its own keys until the server is gone. */
async function work(calls: Calls, expected: Map<string, Expected>, writer: number, isOver: () => boolean) {
  while (!isOver()) {
    const key = `writer-${writer}/${randomInt(4)}`;
    const attempt = async (content: Content, act: () => Promise<unknown>, on = key) => {
      expected.set(on, { acknowledged: expected.get(on)?.acknowledged ?? null, underWay: content });
      await act();
      expected.set(on, { acknowledged: content });
    };
    const small = randomBytes(randomInt(1, 30_000));
    switch (randomInt(6)) {
      case 0:
        await attempt(null, () => calls.remove(key));
        break;
      case 1: {
        const large = Buffer.concat([Buffer.alloc(partBytes, small), small]);
        await attempt(large, () => uploadInParts(calls, key, large));
        break;
      }
      case 2: {
        const upload = await calls.createUpload(key);
        await calls.putPart(key, upload, 1, small);
        await calls.abort(key, upload);
        break;
      }
      case 3: {
        const from = `writer-${writer}/source`;
        await attempt(small, () => calls.put(from, small), from);
        await attempt(small, () => calls.copy(from, key));
        break;
      }
      default:
        await attempt(small, () => calls.put(key, small));
    }
  }
}

async function uploadInParts(calls: Calls, key: string, content: Buffer) {
  const upload = await calls.createUpload(key);
  const [first, second] = await Promise.all([
    calls.putPart(key, upload, 1, content.subarray(0, partBytes)),
    calls.putPart(key, upload, 2, content.subarray(partBytes)),
  ]);
  await calls.complete(key, upload, [first ?? '', second ?? '']);
}

/** Lets writers run for a random while, kills the server, and waits until every writer noticed. */
async function runAndKill(server: BucketProcess, expected: Map<string, Expected>) {
  let isOver = false;
  const writers = Array.from({ length: writersAtOnce }, (_, writer) =>
    work(callsOn(server.endpoint), expected, writer, () => isOver).catch((error: unknown) => {
      if (!isOver) throw error; // a refused or broken connection is what a kill looks like
    }),
  );
  const running = Promise.all(writers);
  await Promise.race([running, new Promise((resolve) => setTimeout(resolve, randomInt(5, longestRunMs)))]);
  isOver = true;
  await server.kill();
  await running;
}

/** Every acknowledged object is whole, nothing half-done shows, and no file is left that nothing names. */
async function expectWhole(server: BucketProcess, folder: string, expected: Map<string, Expected>) {
  const calls = callsOn(server.endpoint);
  const listed = new Set(await calls.listKeys());
  for (const [key, { acknowledged, underWay }] of expected) {
    const found = await calls.get(key);
    const allowed = underWay === undefined ? [acknowledged] : [acknowledged, underWay];
    const isAllowed = allowed.some((content) =>
      content && found ? content.equals(found) : content === found,
    );
    assert.ok(
      isAllowed,
      `${key} holds ${found?.length ?? 'nothing'}, not ${allowed.map((c) => c?.length ?? 'nothing')}`,
    );
    assert.equal(listed.delete(key), found !== null, `${key} in the listing`);
    expected.set(key, { acknowledged: found });
  }
  assert.deepEqual([...listed], [], 'keys nobody wrote');
  const uploads = await calls.listUploads();
  await expectNoOrphans(folder, await calls.listKeys(), uploads);
}

async function expectNoOrphans(folder: string, keys: string[], uploads: string[]) {
  assert.deepEqual(await readdir(join(folder, 'tmp')), []);
  assert.deepEqual(await readdir(join(folder, 'lost+found')), []);
  const files = await filesBelow(folder);
  const objects = files.filter((file) => file.startsWith('objects/'));
  assert.equal(objects.length, keys.length, 'one file for each object');
  const sets = new Set(
    files.filter((file) => file.startsWith('segments/')).map((file) => file.split('/')[2] ?? ''),
  );
  const open = new Set(uploads);
  const partsOf = (set: string) => files.filter((file) => file.includes(`/${set}/`));
  for (const set of sets)
    if (!open.has(set))
      assert.ok(!partsOf(set).some((file) => file.endsWith('/upload')), 'a completed set is trimmed');
  assert.ok(
    [...open].every((id) => sets.has(id)),
    'an open upload has its folder',
  );
}

test(
  `${kills} kills at random moments lose nothing that was acknowledged and leave nothing behind`,
  {
    timeout: kills * 20_000,
  },
  () =>
    withFolder(async (folder) => {
      const expected = new Map<string, Expected>();
      let server = await spawnBucket({ dataDir: folder });
      await callsOn(server.endpoint).makeBucket();
      for (let kill = 0; kill < kills; kill++) {
        await runAndKill(server, expected);
        server = await spawnBucket({ dataDir: folder });
        await expectWhole(server, folder, expected);
      }
      assert.equal(await server.stop(), 0);
    }),
);
