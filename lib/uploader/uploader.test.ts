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

describe('weather', () => {
  it('a burst of 503 is waited out and lowers the concurrency', async () => {
    let left = 30;
    world.bucket.fault = () => (left-- > 0 ? { kind: 'status', status: 503, code: 'SlowDown' } : null);
    const uploader = makeUploader();
    const files = Array.from({ length: 50 }, (_, index) => makeFile(`f${index}`, 1_000));
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
  });

  it('a cut connection is tried again with a new URL', async () => {
    let left = 3;
    world.bucket.fault = () => (left-- > 0 ? { kind: 'reset' } : null);
    const uploader = makeUploader();
    const files = [makeFile('a', 1_000), makeFile('b', 2_000)];
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
    expect(world.server.count('POST', /presign$/)).toBeGreaterThan(0);
  });

  it('a lost answer of a create-only PUT ends in 412 and is taken as arrived', async () => {
    let left = 1;
    world.bucket.fault = () => (left-- > 0 ? { kind: 'answer-lost' } : null);
    const uploader = makeUploader();
    const file = makeFile('a', 1_000);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
    expect(world.bucket.seen).toHaveLength(2);
  });

  it('an expired URL is signed again without bothering anyone', async () => {
    world.server.options.urlLifeMs = -1_000;
    const uploader = makeUploader();
    world.server.fault = ({ path }) => {
      if (path.endsWith('presign')) world.server.options.urlLifeMs = 900_000;
      return null;
    };
    const file = makeFile('a', 1_000);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
  });

  it('a refusal of freshly signed links is reported, not repeated', async () => {
    world.bucket.fault = () => ({ kind: 'status', status: 403, code: 'InvalidAccessKeyId' });
    const uploader = makeUploader();
    uploader.add([makeFile('a', 1_000)]);
    await until(uploader, 'failed');
    expect(uploader.getSnapshot().items[0]?.state).toMatchObject({
      reason: 'storage-forbidden',
      retryable: true,
    });
    expect(world.bucket.seen).toHaveLength(2);
    world.bucket.fault = () => null;
    uploader.retry();
    await until(uploader, 'ready');
  });

  it('a connection on which nothing moves is given up', async () => {
    let left = 1;
    world.bucket.fault = () => (left-- > 0 ? { kind: 'stall' } : null);
    const uploader = makeUploader({ stallMs: 100 });
    uploader.add([makeFile('a', 100)]);
    await until(uploader, 'ready');
  });

  it('lost answers of create and complete are asked for again and make one file', async () => {
    const lost = new Set(['', '/complete']);
    world.server.fault = ({ method, path }) => (method === 'POST' && lost.delete(path) ? 'lost' : null);
    const uploader = makeUploader();
    const file = makeFile('a', 1_000);
    uploader.add([file]);
    await until(uploader, 'ready');
    expect(world.server.rows.size).toBe(1);
    await expectStored([file]);
  });

  it('offline sends nothing, and goes on when the connection is back', async () => {
    let online = false;
    let changed = () => {};
    const sky = {
      isOnline: () => online,
      subscribe: (listener: () => void) => {
        changed = listener;
        return () => {};
      },
    };
    const uploader = makeUploader({ sky });
    uploader.add([makeFile('a', 1_000)]);
    await until(uploader, 'waiting');
    expect(uploader.getSnapshot().items[0]?.state).toMatchObject({ reason: 'offline', until: null });
    expect(world.server.calls).toHaveLength(0);
    online = true;
    changed();
    await until(uploader, 'ready');
  });

  it('signed out waits for the person and goes on when told', async () => {
    let signedIn = false;
    const body = { status: 401, code: 'unauthenticated', detail: 'Sign in.' };
    world.server.fault = () => (signedIn ? null : { status: 401, body });
    const uploader = makeUploader();
    uploader.add([makeFile('a', 1_000)]);
    await until(uploader, 'waiting');
    expect(uploader.getSnapshot().items[0]?.state).toMatchObject({ reason: 'signed-out' });
    signedIn = true;
    uploader.nudge();
    await until(uploader, 'ready');
  });

  it('Retry-After of the storage holds all requests', async () => {
    let left = 1;
    const times: number[] = [];
    world.bucket.fault = () => {
      times.push(performance.now());
      return left-- > 0 ? { kind: 'status', status: 503, code: 'SlowDown', retryAfter: '1' } : null;
    };
    const uploader = makeUploader({ poolSize: 1 });
    uploader.add([makeFile('a', 10), makeFile('b', 10), makeFile('c', 10)]);
    await until(uploader, 'ready');
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(950);
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
