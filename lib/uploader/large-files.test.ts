import { describe, expect, it, vi } from 'vitest';
import { createLocalLocks } from './locks';
import { createMemoryResumeStore } from './resume-store';
import { makeFile, mebibyte, setUpWorld, states, until } from './testing/harness';

const { world, makeUploader, expectStored } = setUpWorld();

describe('large files', () => {
  it('go in parts, beside small ones that do not wait for them', async () => {
    const uploader = makeUploader();
    const files = [makeFile('large', 33 * mebibyte + 1), makeFile('small', 100)];
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
    const order = world.bucket.seen.map(({ partNumber }) => partNumber);
    expect(order.indexOf(null)).toBeLessThan(6);
  });

  it('survive resets, 503 and expired URLs in the middle', async () => {
    let count = 0;
    world.bucket.fault = () => {
      count += 1;
      if (count % 5 === 0) return { kind: 'reset' };
      return count % 7 === 0 ? { kind: 'status', status: 503 } : null;
    };
    const uploader = makeUploader();
    const file = makeFile('large', 60 * mebibyte);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
  });

  it('after a reload only the missing parts travel, and a changed file is refused with a sentence', async () => {
    const store = createMemoryResumeStore();
    const file = makeFile('large', 40 * mebibyte);
    world.bucket.fault = ({ partNumber }) => ((partNumber ?? 0) > 4 ? { kind: 'stall' } : null);
    const first = makeUploader({ store });
    first.add([file]);
    await vi.waitFor(() => expect([...world.bucket.parts.values()][0]?.size).toBe(4), { timeout: 20_000 });
    await vi.waitFor(() => expect(world.bucket.underWay).toBe(4), { timeout: 20_000 });
    first.dispose();
    await vi.waitFor(() => expect(world.bucket.underWay).toBe(0), { timeout: 20_000 });
    world.bucket.fault = () => null;
    world.bucket.seen.length = 0;

    const second = makeUploader({ store });
    await second.restore();
    expect(states(second)).toEqual(['needs-file']);
    expect(second.getSnapshot().items[0]?.sentBytes).toBe(20 * mebibyte);
    second.provideFile(second.getSnapshot().items[0]!.id, makeFile('large', 40 * mebibyte));
    await vi.waitFor(() =>
      expect(second.getSnapshot().items[0]?.state).toMatchObject({
        name: 'needs-file',
        message: expect.any(String),
      }),
    );
    second.add([file]);
    await until(second, 'ready');
    await expectStored([file]);
    expect(world.bucket.seen.map(({ partNumber }) => partNumber).sort()).toEqual([5, 6, 7, 8]);
  });

  it('a lost answer of complete makes one file', async () => {
    let left = 2;
    world.server.fault = ({ path }) => (path.endsWith('/complete') && left-- > 0 ? 'lost' : null);
    const uploader = makeUploader();
    const file = makeFile('large', 17 * mebibyte);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
  });

  it('an upload the server forgot begins again', async () => {
    let forgotten = false;
    world.server.fault = ({ path }) => {
      if (path.endsWith('/presign') && !forgotten) {
        forgotten = true;
        world.server.rows.clear();
      }
      return null;
    };
    const uploader = makeUploader();
    const file = makeFile('large', 17 * mebibyte);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
  });

  it('a part that arrived damaged travels again, and only that one', async () => {
    let damage = true;
    world.bucket.fault = ({ partNumber }) => {
      if (partNumber !== 3 || !damage) return null;
      damage = false;
      return { kind: 'damage' };
    };
    const uploader = makeUploader();
    const file = makeFile('large', 33 * mebibyte);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
    const sent = world.bucket.seen.map(({ partNumber }) => partNumber).sort();
    expect(sent).toEqual([1, 2, 3, 3, 4, 5, 6, 7]);
  });

  it('paused and resumed, parts that arrived do not travel again', async () => {
    world.bucket.fault = ({ partNumber }) => ((partNumber ?? 0) > 3 ? { kind: 'stall' } : null);
    const uploader = makeUploader();
    const file = makeFile('large', 33 * mebibyte);
    uploader.add([file]);
    await vi.waitFor(() => expect([...world.bucket.parts.values()][0]?.size).toBe(3), { timeout: 20_000 });
    await vi.waitFor(() => expect(uploader.getSnapshot().items[0]?.sentBytes).toBe(15 * mebibyte));
    uploader.pause();
    await vi.waitFor(() => expect(world.bucket.underWay).toBe(0));
    world.bucket.fault = () => null;
    world.bucket.seen.length = 0;
    uploader.resume();
    await until(uploader, 'ready');
    await expectStored([file]);
    expect(world.bucket.seen.map(({ partNumber }) => partNumber).sort()).toEqual([4, 5, 6, 7]);
  });

  it('parts on dead connections are given up and sent again', async () => {
    let left = 3;
    world.bucket.fault = () => (left-- > 0 ? { kind: 'stall' } : null);
    const uploader = makeUploader({ stallMs: 200 });
    // Without progress events a request is given the time its bytes need on a slow line: keep parts small here.
    world.server.options.partSize = mebibyte / 64;
    world.server.options.multipartAboveBytes = 0;
    const file = makeFile('large', mebibyte / 4);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
  });

  it('an upload that something else has finished meanwhile becomes that file', async () => {
    world.bucket.fault = ({ partNumber }) => (partNumber === 7 ? { kind: 'answer-lost' } : null);
    world.server.fault = ({ path }) => {
      const [id] = world.server.rows.keys();
      if (path.endsWith('/presign') && id && world.bucket.parts.get(id)?.size === 7) world.server.finish(id);
      return null;
    };
    const uploader = makeUploader();
    const file = makeFile('large', 33 * mebibyte);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
    expect(world.server.rows.size).toBe(1);
  });

  it('the app going away at complete and coming back loses nothing', async () => {
    const uploader = makeUploader();
    let killed = false;
    world.server.fault = ({ path }) => {
      if (!path.endsWith('/complete')) return null;
      killed = true;
      return 'lost';
    };
    const file = makeFile('large', 17 * mebibyte);
    uploader.add([file]);
    await vi.waitFor(() => expect(killed).toBe(true), { timeout: 20_000 });
    const port = Number(new URL(world.server.url).port);
    await world.server.close();
    await until(uploader, 'waiting');
    expect(uploader.getSnapshot().items[0]?.state).toMatchObject({
      reason: 'server-unreachable',
      during: 'verifying',
    });
    world.server.fault = () => null;
    await world.server.listen(port);
    await until(uploader, 'ready');
    await expectStored([file]);
  });

  it('two uploaders do not work on one upload at once', async () => {
    const store = createMemoryResumeStore();
    const locks = createLocalLocks();
    world.bucket.fault = ({ partNumber }) => ((partNumber ?? 0) > 2 ? { kind: 'stall' } : null);
    const first = makeUploader({ store, locks });
    first.add([makeFile('large', 17 * mebibyte)]);
    await vi.waitFor(() => expect([...world.bucket.parts.values()][0]?.size).toBe(2), { timeout: 20_000 });
    const second = makeUploader({ store, locks });
    await second.restore();
    expect(second.getSnapshot().items).toEqual([]);
    first.dispose();
    const third = makeUploader({ store, locks });
    await vi.waitFor(async () => {
      await third.restore();
      expect(states(third)).toEqual(['needs-file']);
    });
  });
});
