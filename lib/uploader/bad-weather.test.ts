import { describe, expect, it, vi } from 'vitest';
import { makeFile, mebibyte, setUpWorld, until } from './testing/harness';

const { world, makeUploader, expectStored } = setUpWorld();

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

  it('a refusal of freshly signed links is reported after a few tries, and a person may try again', async () => {
    world.bucket.fault = () => ({ kind: 'status', status: 403, code: 'InvalidAccessKeyId' });
    const uploader = makeUploader();
    uploader.add([makeFile('a', 1_000)]);
    await until(uploader, 'failed');
    expect(uploader.getSnapshot().items[0]?.state).toMatchObject({
      reason: 'storage-forbidden',
      retryable: true,
    });
    // Five tries, each with the link at hand and a fresh one.
    expect(world.bucket.seen).toHaveLength(10);
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

  it('says at once that the connection is gone, and gives up what did not live through it', async () => {
    let online = true;
    let changed = () => {};
    const sky = {
      isOnline: () => online,
      subscribe: (listener: () => void) => {
        changed = listener;
        return () => {};
      },
    };
    world.bucket.fault = () => ({ kind: 'stall' });
    const uploader = makeUploader({ sky, stallMs: 500 });
    const file = makeFile('large', 20 * mebibyte);
    uploader.add([file]);
    await vi.waitFor(() => expect(world.bucket.underWay).toBeGreaterThan(0), { timeout: 20_000 });
    online = false;
    changed();
    await until(uploader, 'waiting');
    expect(uploader.getSnapshot().items[0]?.state).toMatchObject({ reason: 'offline' });
    world.bucket.fault = () => null;
    online = true;
    changed();
    await until(uploader, 'ready');
    await expectStored([file]);
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
