import { describe, expect, it, vi } from 'vitest';
import { makeFile, setUpWorld, states, until } from './testing/harness';

const { world, makeUploader, expectStored } = setUpWorld();

describe('small files', () => {
  it('arrive whole, an empty one and one with a right-to-left name too', async () => {
    const uploader = makeUploader();
    const files = [
      makeFile('a.bin', 10_000),
      makeFile('empty', 0),
      makeFile('\u05e9\u05dc\u05d5\u05dd.txt', 3),
    ];
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
    expect(uploader.getSnapshot().totals).toMatchObject({
      files: 3,
      readyFiles: 3,
      sentBytes: 10_003,
      active: false,
    });
  });

  it('a thousand need few calls of the app, never more than six requests at once', async () => {
    const uploader = makeUploader();
    const files = Array.from({ length: 1_000 }, (_, index) => makeFile(`f${index}`, 100 + index));
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
    expect(world.server.calls.length).toBeLessThanOrEqual(25);
    expect(world.bucket.mostUnderWay).toBeLessThanOrEqual(6);
  });

  it('go by form where the server says so', async () => {
    world.server.options.smallFilesBy = 'post';
    const uploader = makeUploader();
    const files = [makeFile('a', 5_000), makeFile('b', 0)];
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
    expect(world.bucket.seen.every(({ method }) => method === 'POST')).toBe(true);
  });

  it('are handed over once each when they are there, with what the server calls them', async () => {
    const ready: [File, string][] = [];
    const uploader = makeUploader({ onReady: (file, remote) => ready.push([file, remote.name]) });
    const files = [makeFile('a', 5_000), makeFile('b', 0), makeFile('large', 20 * 2 ** 20)];
    uploader.add(files);
    await until(uploader, 'ready');
    expect(ready).toHaveLength(files.length);
    expect(new Map(ready)).toEqual(new Map(files.map((file) => [file, file.name])));
  });

  it('five thousand appear with one notification', async () => {
    const uploader = makeUploader();
    let notifications = 0;
    uploader.subscribe(() => {
      notifications += 1;
    });
    const files = Array.from({ length: 5_000 }, (_, index) => new File(['x'], `f${index}`));
    const before = performance.now();
    uploader.add(files);
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(notifications).toBe(1);
    expect(uploader.getSnapshot().items).toHaveLength(5_000);
    uploader.cancel();
  });
});

describe('decisions of the server', () => {
  it('a refused kind, a full quota and a spoofed type end with their sentence; the others arrive', async () => {
    world.server.options.quotaBytes = 20_000;
    const uploader = makeUploader();
    uploader.add([
      makeFile('bad.exe', 10),
      makeFile('big', 30_000),
      new File(['MZ spoofed'], 'picture.png'),
      makeFile('good', 100),
    ]);
    await vi.waitFor(() => expect(states(uploader)).toEqual(['refused', 'failed', 'refused', 'ready']));
    expect(uploader.getSnapshot().items[1]?.state).toMatchObject({
      reason: 'quota_exceeded',
      message: 'Sentence for quota_exceeded.',
    });
  });

  it('conflicts are asked once for many', async () => {
    const uploader = makeUploader();
    uploader.add([makeFile('a', 10), makeFile('b', 10)]);
    await until(uploader, 'ready');
    uploader.clear();
    uploader.add([makeFile('a', 20), makeFile('b', 20)]);
    await until(uploader, 'conflict');
    uploader.resolveConflicts('keep-both');
    await until(uploader, 'ready');
    expect(world.server.files.size).toBe(4);
  });
});

describe('control', () => {
  it('pause stops, resume goes on, cancel gives the reservation back', async () => {
    world.bucket.fault = () => ({ kind: 'stall' });
    const uploader = makeUploader();
    const [first = '', second = ''] = uploader.add([makeFile('a', 1_000), makeFile('b', 1_000)]);
    await until(uploader, 'uploading');
    uploader.pause();
    expect(states(uploader)).toEqual(['paused', 'paused']);
    await vi.waitFor(() => expect(world.bucket.underWay).toBe(0));
    world.bucket.fault = () => null;
    uploader.resume([first]);
    uploader.cancel([second]);
    await vi.waitFor(() => expect(states(uploader)).toEqual(['ready', 'cancelled']));
    await vi.waitFor(() =>
      expect([...world.server.rows.values()].map((row) => row.state)).toEqual(['ready', 'cancelled']),
    );
  });

  it('pausing and resuming while the server answers does not upload twice', async () => {
    const uploader = makeUploader();
    uploader.add([makeFile('a', 1_000)]);
    uploader.pause();
    uploader.resume();
    await vi.waitFor(() => expect(world.server.calls.length).toBeGreaterThan(0));
    uploader.pause();
    uploader.resume();
    await until(uploader, 'ready');
    expect(world.server.rows.size).toBe(1);
  });
});
