import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createUploadApi } from './api';
import { createInThreadHashWorker } from './hash';
import { createMemoryResumeStore } from './resume-store';
import type { StateName } from './state';
import { TestBucket } from './testing/test-bucket';
import { TestServer, type TestServerOptions } from './testing/test-server';
import { Uploader, type UploaderOptions } from './uploader';

const mebibyte = 1024 * 1024;

let bucket: TestBucket;
let server: TestServer;
let uploaders: Uploader[];

async function start(options: Partial<TestServerOptions> = {}) {
  bucket = new TestBucket();
  await bucket.listen();
  server = new TestServer({ bucket, ...options });
  await server.listen();
}

beforeEach(async () => {
  uploaders = [];
  await start();
});

afterEach(async () => {
  for (const uploader of uploaders) uploader.dispose();
  await Promise.all([bucket.close(), server.close()]);
});

function makeUploader(options: Partial<UploaderOptions> = {}): Uploader {
  const uploader = new Uploader({
    api: createUploadApi({ baseUrl: server.url }),
    createHashWorker: createInThreadHashWorker,
    retry: { baseMs: 10, capMs: 100 },
    ...options,
  });
  uploaders.push(uploader);
  return uploader;
}

const makeFile = (name: string, sizeBytes: number, lastModified = 1_700_000_000_000) =>
  new File([randomBytes(sizeBytes)], name, { type: 'application/octet-stream', lastModified });

const states = (uploader: Uploader) => uploader.getSnapshot().items.map((item) => item.state.name);
const until = (uploader: Uploader, state: StateName) =>
  vi.waitFor(() => expect(new Set(states(uploader))).toEqual(new Set([state])), {
    timeout: 30_000,
    interval: 10,
  });

async function md5(file: Blob): Promise<string> {
  return createHash('md5')
    .update(new Uint8Array(await file.arrayBuffer()))
    .digest('hex');
}

async function expectStored(files: File[]): Promise<void> {
  const stored = [...server.rows.values()].map(({ id, file }) => {
    return [file.name, createHash('md5').update(bucket.objects.get(id)!.bytes).digest('hex')] as const;
  });
  const sent = await Promise.all(files.map(async (file) => [file.name, await md5(file)] as const));
  expect(new Map(stored)).toEqual(new Map(sent));
  expect(server.files.size).toBe(files.length);
}

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
    expect(server.calls.length).toBeLessThanOrEqual(25);
    expect(bucket.mostUnderWay).toBeLessThanOrEqual(6);
  });

  it('go by form where the server says so', async () => {
    server.options.smallFilesBy = 'post';
    const uploader = makeUploader();
    const files = [makeFile('a', 5_000), makeFile('b', 0)];
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
    expect(bucket.seen.every(({ method }) => method === 'POST')).toBe(true);
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
    bucket.fault = () => (left-- > 0 ? { kind: 'status', status: 503, code: 'SlowDown' } : null);
    const uploader = makeUploader();
    const files = Array.from({ length: 50 }, (_, index) => makeFile(`f${index}`, 1_000));
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
  });

  it('a cut connection is tried again with a new URL', async () => {
    let left = 3;
    bucket.fault = () => (left-- > 0 ? { kind: 'reset' } : null);
    const uploader = makeUploader();
    const files = [makeFile('a', 1_000), makeFile('b', 2_000)];
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
    expect(server.count('POST', /presign$/)).toBeGreaterThan(0);
  });

  it('a lost answer of a create-only PUT ends in 412 and is taken as arrived', async () => {
    let left = 1;
    bucket.fault = () => (left-- > 0 ? { kind: 'answer-lost' } : null);
    const uploader = makeUploader();
    const file = makeFile('a', 1_000);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
    expect(bucket.seen).toHaveLength(2);
  });

  it('an expired URL is signed again without bothering anyone', async () => {
    server.options.urlLifeMs = -1_000;
    const uploader = makeUploader();
    server.fault = ({ path }) => {
      if (path.endsWith('presign')) server.options.urlLifeMs = 900_000;
      return null;
    };
    const file = makeFile('a', 1_000);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
  });

  it('a refusal of freshly signed links is reported, not repeated', async () => {
    bucket.fault = () => ({ kind: 'status', status: 403, code: 'InvalidAccessKeyId' });
    const uploader = makeUploader();
    uploader.add([makeFile('a', 1_000)]);
    await until(uploader, 'failed');
    expect(uploader.getSnapshot().items[0]?.state).toMatchObject({
      reason: 'storage-forbidden',
      retryable: true,
    });
    expect(bucket.seen).toHaveLength(2);
    bucket.fault = () => null;
    uploader.retry();
    await until(uploader, 'ready');
  });

  it('a connection on which nothing moves is given up', async () => {
    let left = 1;
    bucket.fault = () => (left-- > 0 ? { kind: 'stall' } : null);
    const uploader = makeUploader({ stallMs: 100 });
    uploader.add([makeFile('a', 100)]);
    await until(uploader, 'ready');
  });

  it('lost answers of create and complete are asked for again and make one file', async () => {
    const lost = new Set(['', '/complete']);
    server.fault = ({ method, path }) => (method === 'POST' && lost.delete(path) ? 'lost' : null);
    const uploader = makeUploader();
    const file = makeFile('a', 1_000);
    uploader.add([file]);
    await until(uploader, 'ready');
    expect(server.rows.size).toBe(1);
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
    expect(server.calls).toHaveLength(0);
    online = true;
    changed();
    await until(uploader, 'ready');
  });
});

describe('decisions of the server', () => {
  it('a refused kind, a full quota and a spoofed type end with their sentence; the others arrive', async () => {
    server.options.quotaBytes = 20_000;
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
    expect(server.files.size).toBe(4);
  });
});

describe('control', () => {
  it('pause stops, resume goes on, cancel gives the reservation back', async () => {
    bucket.fault = () => ({ kind: 'stall' });
    const uploader = makeUploader();
    const [first = '', second = ''] = uploader.add([makeFile('a', 1_000), makeFile('b', 1_000)]);
    await until(uploader, 'uploading');
    uploader.pause();
    expect(states(uploader)).toEqual(['paused', 'paused']);
    await vi.waitFor(() => expect(bucket.underWay).toBe(0));
    bucket.fault = () => null;
    uploader.resume([first]);
    uploader.cancel([second]);
    await vi.waitFor(() => expect(states(uploader)).toEqual(['ready', 'cancelled']));
    await vi.waitFor(() =>
      expect([...server.rows.values()].map((row) => row.state)).toEqual(['ready', 'cancelled']),
    );
  });

  it('pausing and resuming while the server answers does not upload twice', async () => {
    const uploader = makeUploader();
    uploader.add([makeFile('a', 1_000)]);
    uploader.pause();
    uploader.resume();
    await vi.waitFor(() => expect(server.calls.length).toBeGreaterThan(0));
    uploader.pause();
    uploader.resume();
    await until(uploader, 'ready');
    expect(server.rows.size).toBe(1);
  });
});

describe('large files', () => {
  it('go in parts, beside small ones that do not wait for them', async () => {
    const uploader = makeUploader();
    const files = [makeFile('large', 33 * mebibyte + 1), makeFile('small', 100)];
    uploader.add(files);
    await until(uploader, 'ready');
    await expectStored(files);
    const order = bucket.seen.map(({ partNumber }) => partNumber);
    expect(order.indexOf(null)).toBeLessThan(6);
  });

  it('survive resets, 503 and expired URLs in the middle', async () => {
    let count = 0;
    bucket.fault = () => {
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
    bucket.fault = ({ partNumber }) => ((partNumber ?? 0) > 4 ? { kind: 'stall' } : null);
    const first = makeUploader({ store });
    first.add([file]);
    await vi.waitFor(() => expect([...bucket.parts.values()][0]?.size).toBe(4), { timeout: 20_000 });
    first.dispose();
    bucket.fault = () => null;
    bucket.seen.length = 0;

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
    expect(bucket.seen.map(({ partNumber }) => partNumber).sort()).toEqual([5, 6, 7, 8]);
  });

  it('a lost answer of complete makes one file', async () => {
    let left = 2;
    server.fault = ({ path }) => (path.endsWith('/complete') && left-- > 0 ? 'lost' : null);
    const uploader = makeUploader();
    const file = makeFile('large', 17 * mebibyte);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
  });

  it('an upload the server forgot begins again', async () => {
    let forgotten = false;
    server.fault = ({ path }) => {
      if (path.endsWith('/presign') && !forgotten) {
        forgotten = true;
        server.rows.clear();
      }
      return null;
    };
    const uploader = makeUploader();
    const file = makeFile('large', 17 * mebibyte);
    uploader.add([file]);
    await until(uploader, 'ready');
    await expectStored([file]);
  });
});
