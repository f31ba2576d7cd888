import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sendBody } from './put';
import { Weather } from './weather';

const clear = { isOnline: () => true, subscribe: () => () => {} };
const never = () => new AbortController().signal;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a machine that slept is noticed, and a slow background tab is not taken for one', async () => {
  const weather = new Weather(clear);
  let woke = 0;
  const stop = weather.onWake(() => {
    woke += 1;
  });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(woke).toBe(0);
  vi.setSystemTime(Date.now() + 60_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(woke).toBe(0);
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(woke).toBe(1);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});

it('a request that was open while the machine slept is given up at once', async () => {
  const weather = new Weather(clear);
  const request = {
    method: 'PUT',
    url: 'http://bucket/x',
    headers: {},
    body: new Blob(['x']),
    sizeBytes: 1,
    signal: never(),
  };
  const sent = sendBody(request, {
    weather,
    stallMs: 10_000_000,
    transport: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
  });
  const failed = expect(sent).rejects.toMatchObject({ name: 'TransportError', kind: 'stalled' });
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(2_000);
  await failed;
});

it('progress keeps a slow request alive; the last bytes are given twice the time', async () => {
  const weather = new Weather(clear);
  let progress = (_sentBytes: number) => {};
  const request = {
    method: 'PUT',
    url: 'http://bucket/x',
    headers: {},
    body: new Blob(['x']),
    sizeBytes: 100,
    signal: never(),
  };
  const seen: number[] = [];
  const sent = sendBody(
    { ...request, onProgress: (sentBytes) => seen.push(sentBytes) },
    {
      weather,
      stallMs: 1_000,
      transport: ({ signal, onProgress }) => {
        progress = onProgress!;
        return new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
      },
    },
  );
  const failed = expect(sent).rejects.toMatchObject({ kind: 'stalled' });
  for (let bytes = 10; bytes <= 100; bytes += 10) {
    await vi.advanceTimersByTimeAsync(900);
    progress(bytes);
  }
  expect(seen.at(-1)).toBe(100);
  await vi.advanceTimersByTimeAsync(1_900);
  expect(vi.getTimerCount()).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(200);
  await failed;
});

it('a wait ends when the connection returns, and when it is stopped', async () => {
  let online = false;
  let changed = () => {};
  const weather = new Weather({
    isOnline: () => online,
    subscribe: (listener) => {
      changed = listener;
      return () => {};
    },
  });
  const waited = weather.untilOnline(never());
  changed();
  online = true;
  changed();
  await waited;
  const controller = new AbortController();
  const stopped = expect(weather.pause(1_000_000, controller.signal)).rejects.toThrow('stopped');
  controller.abort(new Error('stopped'));
  await stopped;
  expect(vi.getTimerCount()).toBe(0);
});
