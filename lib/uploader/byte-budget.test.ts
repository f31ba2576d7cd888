import { expect, it } from 'vitest';
import { Backlog } from './backlog';
import { ByteBudget } from './byte-budget';
import { deferred } from './deferred';

/** Lets everything that is already settled go on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

it('no more bytes than the budget are held, first come, first served; what is too large comes alone', async () => {
  const budget = new ByteBudget(10);
  const began: number[] = [];
  const ends = [6, 4, 3, 20, 1].map((bytes, index) => {
    const { promise, resolve } = deferred();
    void budget.hold(bytes, async () => {
      began.push(index);
      await promise;
    });
    return resolve;
  });
  const end = async (index: number) => {
    ends[index]?.();
    await settle();
  };
  await settle();
  expect(began).toEqual([0, 1]);
  await end(1);
  expect(began).toEqual([0, 1, 2]);
  await end(0);
  expect(began).toEqual([0, 1, 2]);
  await end(2);
  expect(began).toEqual([0, 1, 2, 3]);
  await end(3);
  expect(began).toEqual([0, 1, 2, 3, 4]);
});

it('a task that fails gives its bytes back', async () => {
  const budget = new ByteBudget(10);
  await expect(budget.hold(10, () => Promise.reject(new Error('unreadable')))).rejects.toThrow('unreadable');
  expect(await budget.hold(10, async () => 'read')).toBe('read');
});

it('a backlog makes wait only who would make it too long, and tells of failures', async () => {
  const errors: unknown[] = [];
  const backlog = new Backlog(2, (error) => errors.push(error));
  const first = deferred();
  const second = deferred();
  await backlog.add(first.promise);
  let hasRoom = false;
  const added = backlog.add(second.promise.then(() => Promise.reject(new Error('unreadable')))).then(() => {
    hasRoom = true;
  });
  await settle();
  expect(hasRoom).toBe(false);
  first.resolve();
  await added;
  second.resolve();
  await backlog.drain();
  expect(errors).toEqual([new Error('unreadable')]);
});
