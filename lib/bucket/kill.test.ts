import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { removeCompiled } from './testing/compile';
import { callsOn } from './testing/objects';
import { type BucketProcess, filesBelow, spawnBucket, withFolder } from './testing/process';

/** The short run is part of every `npm test`; `npm run test:kills` is the long one and says what its kills met. */
const shortRun = 20;
const kills = Number(process.env.KILLS ?? shortRun);
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

const kinds = ['put', 'part', 'complete', 'delete', 'copy', 'create', 'abort'] as const;
type Kind = (typeof kinds)[number];

/** What each writer is doing; a kill that meets one doing something counts for that kind. */
class Deeds {
  private readonly current = new Map<number, Kind>();
  private readonly met = new Map<Kind, number>();

  /** Runs a call of a writer. One that fails stays under way. */
  async during<T>(writer: number, kind: Kind, call: () => Promise<T>): Promise<T> {
    this.current.set(writer, kind);
    const result = await call();
    this.current.delete(writer);
    return result;
  }

  countKill(): void {
    for (const kind of this.current.values()) this.met.set(kind, this.timesMet(kind) + 1);
    this.current.clear();
  }

  timesMet(kind: Kind): number {
    return this.met.get(kind) ?? 0;
  }
}

interface Run {
  expected: Map<string, Expected>;
  deeds: Deeds;
  isOver: () => boolean;
}

/** Writes, replaces, copies, completes, aborts and deletes its own keys until the server is gone. */
async function work(calls: Calls, { expected, deeds, isOver }: Run, writer: number) {
  const during = <T>(kind: Kind, call: () => Promise<T>) => deeds.during(writer, kind, call);
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
        await attempt(null, () => during('delete', () => calls.remove(key)));
        break;
      case 1: {
        const large = Buffer.concat([Buffer.alloc(partBytes, small), small]);
        await attempt(large, () => uploadInParts(calls, during, key, large));
        break;
      }
      case 2: {
        const upload = await during('create', () => calls.createUpload(key));
        await during('part', () => calls.putPart(key, upload, 1, small));
        await during('abort', () => calls.abort(key, upload));
        break;
      }
      case 3: {
        const from = `writer-${writer}/source`;
        await attempt(small, () => during('put', () => calls.put(from, small)), from);
        await attempt(small, () => during('copy', () => calls.copy(from, key)));
        break;
      }
      default:
        await attempt(small, () => during('put', () => calls.put(key, small)));
    }
  }
}

type During = <T>(kind: Kind, call: () => Promise<T>) => Promise<T>;

async function uploadInParts(calls: Calls, during: During, key: string, content: Buffer) {
  const upload = await during('create', () => calls.createUpload(key));
  const putParts = () =>
    Promise.all([
      calls.putPart(key, upload, 1, content.subarray(0, partBytes)),
      calls.putPart(key, upload, 2, content.subarray(partBytes)),
    ]);
  const [first, second] = await during('part', putParts);
  await during('complete', () => calls.complete(key, upload, [first ?? '', second ?? '']));
}

/** Lets writers run for a random while, kills the server, and waits until every writer noticed. */
async function runAndKill(server: BucketProcess, expected: Run['expected'], deeds: Deeds) {
  let isOver = false;
  const writers = Array.from({ length: writersAtOnce }, (_, writer) =>
    work(callsOn(server.endpoint), { expected, deeds, isOver: () => isOver }, writer).catch(
      (error: unknown) => {
        if (!isOver) throw error; // a refused or broken connection is what a kill looks like
      },
    ),
  );
  const running = Promise.all(writers);
  await Promise.race([running, new Promise((resolve) => setTimeout(resolve, randomInt(5, longestRunMs)))]);
  isOver = true;
  deeds.countKill();
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
  const inParts = [...expected.values()].filter(
    ({ acknowledged }) => (acknowledged?.length ?? 0) > partBytes,
  );
  await expectNoOrphans(folder, { objects: (await calls.listKeys()).length, sets: inParts.length, uploads });
}

/** Every file is one of an object, of an object's parts or of an open upload. */
async function expectNoOrphans(
  folder: string,
  { objects, sets, uploads }: { objects: number; sets: number; uploads: string[] },
) {
  assert.deepEqual(await readdir(join(folder, 'tmp')), []);
  assert.deepEqual(await readdir(join(folder, 'lost+found')), []);
  const files = await filesBelow(folder);
  assert.equal(
    files.filter((file) => file.startsWith('objects/')).length,
    objects,
    'one file for each object',
  );
  const bySet = new Map<string, string[]>();
  for (const [top, , set = '', name = ''] of files.map((file) => file.split('/')))
    if (top === 'segments') bySet.set(set, [...(bySet.get(set) ?? []), name]);
  for (const id of uploads) {
    assert.ok(bySet.get(id)?.includes('upload'), 'an open upload has its record');
    bySet.delete(id);
  }
  for (const names of bySet.values())
    assert.deepEqual(names.map((name) => name.slice(0, 5)).sort(), ['00001', '00002'], 'a set is trimmed');
  assert.equal(bySet.size, sets, 'one set for each object of parts');
}

test(
  `${kills} kills at random moments lose nothing that was acknowledged and leave nothing behind`,
  {
    timeout: kills * 20_000,
  },
  () =>
    withFolder(async (folder) => {
      const expected = new Map<string, Expected>();
      const deeds = new Deeds();
      let server = await spawnBucket({ dataDir: folder });
      await callsOn(server.endpoint).makeBucket();
      for (let kill = 0; kill < kills; kill++) {
        await runAndKill(server, expected, deeds);
        server = await spawnBucket({ dataDir: folder });
        await expectWhole(server, folder, expected);
      }
      assert.equal(await server.stop(), 0);
      if (kills <= shortRun) return;
      console.log(kinds.map((kind) => `${kind} ${deeds.timesMet(kind)}`).join(', '));
      for (const kind of kinds) assert.ok(deeds.timesMet(kind) > 0, `no kill met a ${kind}`);
    }),
);
