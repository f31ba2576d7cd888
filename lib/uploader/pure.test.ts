import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError, ApiUnreachable, BucketError, TransportError, UploadFailure, UploadGone } from './errors';
import { missingRanges, planRanges, toMd5 } from './parts';
import { batchLimits, planBatch } from './plan';
import { backoffMs, defaultRetryPolicy, judge, parseRetryAfter } from './retry';
import { Speed } from './speed';
import type { UploadItem } from './state';

const mebibyte = 1024 * 1024;

describe('part ranges', () => {
  it('cover every byte once, all parts equal but the last', () => {
    const shape = fc.record({
      sizeBytes: fc.integer({ min: 1, max: 2 ** 42 }),
      parts: fc.integer({ min: 1, max: 10_000 }),
    });
    fc.assert(
      fc.property(shape, ({ sizeBytes, parts }) => {
        const partSize = Math.ceil(sizeBytes / parts);
        const partCount = Math.ceil(sizeBytes / partSize);
        const ranges = planRanges({ sizeBytes, partSize, partCount });
        expect(ranges[0]?.start).toBe(0);
        expect(ranges.at(-1)?.end).toBe(sizeBytes);
        // One expectation for all: one for each of ten thousand parts took twenty seconds.
        const wrong = ranges.find(
          (range, index) =>
            range.partNumber !== index + 1 ||
            (index > 0 && range.start !== ranges[index - 1]?.end) ||
            (index < ranges.length - 1 && range.end - range.start !== partSize),
        );
        expect(wrong).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('a plan that does not cover the file is refused', () => {
    expect(() => planRanges({ sizeBytes: 100, partSize: 10, partCount: 9 })).toThrow(RangeError);
    expect(() => planRanges({ sizeBytes: 20_000, partSize: 1, partCount: 20_000 })).toThrow(RangeError);
  });

  it('missing is what is not there, has another length, or another MD5', () => {
    const ranges = planRanges({ sizeBytes: 45, partSize: 10, partCount: 5 });
    const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
    const other = '0cc175b9c0f1b6a831c399e269772661';
    const have = [
      { partNumber: 1, size: 10, etag: `"${md5}"` },
      { partNumber: 2, size: 9, etag: `"${md5}"` },
      { partNumber: 3, size: 10, etag: `"${md5}"` },
      { partNumber: 4, size: 10, etag: '"encrypted-by-kms"' },
    ];
    const digests = new Map([1, 3, 4].map((partNumber) => [partNumber, partNumber === 3 ? other : md5]));
    expect(missingRanges(ranges, have, digests).map(({ partNumber }) => partNumber)).toEqual([2, 3, 5]);
    expect(toMd5(`"${md5}-3"`)).toBeNull();
  });
});

describe('batches', () => {
  const item = (id: number, change: Partial<UploadItem> = {}): UploadItem => ({
    id: String(id),
    name: `f${id}`,
    path: '',
    sizeBytes: 1_000,
    type: '',
    folderId: null,
    onConflict: 'ask',
    uploadId: null,
    sentBytes: 0,
    state: { name: 'queued' },
    ...change,
  });
  const many = (count: number, change: Partial<UploadItem> = {}) =>
    Array.from({ length: count }, (_, id) => item(id, change));
  const none = { batches: 0, smallReady: 0, large: 0 };

  it('begin small, so that bytes travel at once, and never exceed what a call may carry', () => {
    expect([0, 1, 2, 3, 50].map((batches) => batchLimits(batches).files)).toEqual([8, 32, 128, 250, 250]);
    expect(planBatch({ small: many(1_000), large: [] }, none)).toHaveLength(8);
    expect(planBatch({ small: many(1_000), large: [] }, { ...none, batches: 9 })).toHaveLength(250);
  });

  it('wait while enough is signed ahead', () => {
    expect(planBatch({ small: many(10), large: [] }, { batches: 9, smallReady: 100, large: 0 })).toEqual([]);
  });

  it('carry no more bytes than their URLs can live for, but always one file', () => {
    const big = many(20, { sizeBytes: 15 * mebibyte });
    expect(planBatch({ small: big, large: [] }, none)).toHaveLength(1);
    expect(planBatch({ small: big, large: [] }, { ...none, batches: 9 })).toHaveLength(4);
  });

  it('take three large files at a time and let small ones pass', () => {
    const large = many(10, { sizeBytes: 2 ** 40 });
    const batch = planBatch({ small: many(3), large }, { ...none, large: 1 });
    expect(batch.map(({ sizeBytes }) => sizeBytes)).toEqual([2 ** 40, 2 ** 40, 1_000, 1_000, 1_000]);
    expect(planBatch({ small: many(3), large }, { ...none, large: 3 })).toHaveLength(3);
  });

  it('go to one folder with one answer to conflicts', () => {
    const mixed = [item(1), item(2, { folderId: 'x' }), item(3, { onConflict: 'replace' }), item(4)];
    expect(planBatch({ small: mixed, large: [] }, none).map(({ id }) => id)).toEqual(['1', '4']);
  });
});

describe('retry', () => {
  it('the wait doubles, is jittered and capped', () => {
    expect(backoffMs(0, defaultRetryPolicy, () => 1)).toBe(500);
    expect(backoffMs(3, defaultRetryPolicy, () => 1)).toBe(4_000);
    expect(backoffMs(1_000, defaultRetryPolicy, () => 1)).toBe(30_000);
    expect(backoffMs(3, defaultRetryPolicy, () => 0)).toBe(0);
  });

  it('Retry-After is read as seconds or as a date', () => {
    const now = Date.parse('2026-01-31T12:00:00Z');
    expect(parseRetryAfter('7', now)).toBe(7_000);
    expect(parseRetryAfter('Sat, 31 Jan 2026 12:00:09 GMT', now)).toBe(9_000);
    expect(parseRetryAfter('Sat, 31 Jan 2026 11:00:00 GMT', now)).toBe(0);
    expect(parseRetryAfter('soon', now)).toBeNull();
    expect(parseRetryAfter(null, now)).toBeNull();
  });

  const api = (status: number, code = 'x') => new ApiError({ status, code, detail: 'A sentence.' });
  it.each([
    [new ApiUnreachable('x'), 'server-unreachable'],
    [new TransportError('network'), 'storage-unreachable'],
    [new TransportError('stalled'), 'storage-unreachable'],
    [new BucketError(503, 'SlowDown', null), 'storage-busy'],
    [new BucketError(500, 'InternalError', null), 'storage-busy'],
    [new BucketError(400, 'RequestTimeout', null), 'storage-busy'],
    [new BucketError(400, 'BadDigest', null), 'storage-busy'],
    [api(401), 'signed-out'],
    [api(429), 'server-busy'],
    [api(503), 'server-busy'],
    [new ApiError({ status: 409, code: 'conflict', detail: 'Still running.' }, 2_000), 'server-busy'],
  ])('%s is waited out as %s', (error, reason) => {
    expect(judge(error)).toMatchObject({ kind: 'again', reason });
  });

  it('what the server decided is final and carries its sentence', () => {
    expect(judge(api(507, 'quota_exceeded'))).toMatchObject({
      kind: 'final',
      error: { reason: 'quota_exceeded', message: 'A sentence.' },
    });
    expect(judge(api(415, 'type_refused'))).toMatchObject({
      error: { outcome: 'refused', retryable: false },
    });
    expect(judge(api(404))).toMatchObject({ error: expect.any(UploadGone) });
    expect(judge(api(409, 'conflict'))).toMatchObject({ kind: 'final' });
    expect(judge(new BucketError(400, 'EntityTooLarge', null))).toMatchObject({
      error: expect.any(UploadFailure),
    });
  });
});

describe('speed', () => {
  it('settles on a steady rate and its time left', () => {
    const speed = new Speed();
    for (let ms = 0; ms <= 20_000; ms += 100) {
      if (ms > 0) speed.add(100_000);
      speed.sample(ms, 30_000_000 - ms * 1_000);
    }
    expect(speed.bytesPerSecond).toBeCloseTo(1_000_000, -3);
    expect(speed.secondsLeft).toBeGreaterThanOrEqual(9);
    expect(speed.secondsLeft).toBeLessThanOrEqual(11);
  });

  it('a lump of bytes does not make it jump', () => {
    const speed = new Speed();
    for (let ms = 0; ms <= 10_000; ms += 100) {
      if (ms > 0) speed.add(100_000);
      speed.sample(ms, 10_000_000);
    }
    speed.add(1_000_000);
    speed.sample(10_100, 10_000_000);
    expect(speed.bytesPerSecond).toBeLessThan(1_300_000);
  });

  /** A thousand bytes a second, but for `pause` ms in the middle; what is promised `afterMs` later. */
  function promisedAfter(pause: number, afterMs: number): { left: number | null; during: number | null } {
    const speed = new Speed();
    let remaining = 200_000;
    let during: number | null = null;
    for (let ms = 0; ms <= 20_000 + pause + afterMs; ms += 100) {
      const isMoving = ms > 0 && (ms <= 20_000 || ms > 20_000 + pause);
      if (isMoving) {
        speed.add(100);
        remaining -= 100;
      }
      speed.sample(ms, remaining);
      if (ms === 20_000 + pause) during = speed.secondsLeft;
    }
    return { left: speed.secondsLeft, during };
  }

  it.each([2_000, 4_000, 10_000, 60_000])('a pause of %i ms is forgotten soon after it', (pause) => {
    const { left } = promisedAfter(pause, 8_000);
    expect(left).toBeGreaterThan(172 / 1.5);
    expect(left).toBeLessThan(172 * 1.5);
  });

  it('promises nothing while nothing has moved for some seconds', () => {
    expect(promisedAfter(2_000, 0).during).not.toBeNull();
    expect(promisedAfter(10_000, 0).during).toBeNull();
  });

  it.each([10, 100_000])('a first second at %i bytes a second is forgotten soon after it', (first) => {
    const speed = new Speed();
    for (let ms = 0; ms <= 20_000; ms += 100) {
      if (ms > 0) speed.add(ms <= 1_000 ? first / 10 : 100);
      speed.sample(ms, 200_000);
    }
    expect(speed.secondsLeft).toBeGreaterThan(20);
    expect(speed.secondsLeft).toBeLessThan(300);
  });

  it('a lump of bytes after a pause is no speed for long', () => {
    const speed = new Speed();
    for (let ms = 0; ms <= 11_000; ms += 100) {
      if (ms === 10_000) speed.add(10_000);
      speed.sample(ms, 1_000_000);
    }
    expect(speed.bytesPerSecond).toBeLessThan(11_000);
  });

  it('does not count the time before the first byte', () => {
    const speed = new Speed();
    for (let ms = 0; ms <= 11_000; ms += 100) {
      if (ms > 10_000) speed.add(100);
      speed.sample(ms, 100_000);
    }
    expect(speed.bytesPerSecond).toBeCloseTo(1_000, -2);
    expect(speed.secondsLeft).toBeGreaterThan(80);
    expect(speed.secondsLeft).toBeLessThan(120);
  });

  it('fades to nothing, and to no promise, when nothing moves', () => {
    const speed = new Speed();
    speed.sample(0, 1_000);
    speed.add(1_000);
    for (let ms = 100; ms <= 120_000; ms += 1_000) speed.sample(ms, 1_000);
    expect(speed.bytesPerSecond).toBe(0);
    expect(speed.secondsLeft).toBeNull();
  });
});
