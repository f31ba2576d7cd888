import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Pool } from './pool';

const never = () => new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A task that runs until it is told to end, and notes that it began. */
function makeTasks(pool: Pool) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const add = (
    name: string,
    options: { lane?: string; order?: number; small?: boolean; signal?: AbortSignal } = {},
  ) =>
    pool.run({ lane: name, order: 0, small: true, signal: never(), ...options }, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await settled();
  };
  return { begun, add, end };
}

describe('pool', () => {
  it('never runs more than its size, whatever comes', async () => {
    const sizes = fc.record({
      size: fc.integer({ min: 1, max: 8 }),
      lanes: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ size, lanes }) => {
        const pool = new Pool(size);
        let running = 0;
        const tasks = lanes.map((lane, order) =>
          pool.run({ lane: String(lane), order, small: lane % 2 === 0, signal: never() }, async () => {
            running += 1;
            expect(running).toBeLessThanOrEqual(size);
            await settled();
            running -= 1;
          }),
        );
        await Promise.all(tasks);
        expect(pool.running).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('a small file never waits behind the parts of a large one', async () => {
    const pool = new Pool(6);
    const { begun, add } = makeTasks(pool);
    for (let part = 0; part < 20; part += 1) void add(`part${part}`, { lane: 'large', small: false });
    await settled();
    expect(begun).toHaveLength(5);
    void add('small', { order: 99 });
    await settled();
    expect(begun.at(-1)).toBe('small');
  });

  it('no lane takes a second slot while another has none; ties go by the order of the list', async () => {
    const pool = new Pool(2);
    const { begun, add, end } = makeTasks(pool);
    void add('a1', { lane: 'a', order: 1, small: true });
    void add('a2', { lane: 'a', order: 1, small: true });
    void add('c', { order: 3 });
    void add('b', { order: 2 });
    await settled();
    expect(begun).toEqual(['a1', 'a2']);
    await end('a2');
    expect(begun).toEqual(['a1', 'a2', 'b']);
    await end('b');
    expect(begun.at(-1)).toBe('c');
  });

  it('congestion halves the slots, once for one event, and successes give them back one by one', async () => {
    const pool = new Pool(6);
    pool.congested();
    pool.congested();
    expect(pool.limit).toBe(3);
    for (let success = 0; success < 3; success += 1) pool.succeeded();
    expect(pool.limit).toBe(4);
    for (let success = 0; success < 20; success += 1) pool.succeeded();
    expect(pool.limit).toBe(6);
  });

  it('nobody starts while the storage asked to wait', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const pool = new Pool(6);
      const { begun, add } = makeTasks(pool);
      pool.congested(50);
      void add('x');
      vi.advanceTimersByTime(49);
      await settled();
      expect(begun).toEqual([]);
      vi.advanceTimersByTime(1);
      await settled();
      expect(begun).toEqual(['x']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('one that is aborted while it waits gives up its place', async () => {
    const pool = new Pool(1);
    const { begun, add, end } = makeTasks(pool);
    const controller = new AbortController();
    void add('a');
    const gone = add('b', { signal: controller.signal });
    void add('c');
    controller.abort(new Error('stopped'));
    await expect(gone).rejects.toThrow('stopped');
    await end('a');
    expect(begun).toEqual(['a', 'c']);
  });
});
