import { afterEach, expect, it } from 'vitest';
import { createChannelLocks } from './channel-locks';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const locks of open.splice(0)) locks.close();
});
/** Each has a channel of its own, as each tab has. */
const tab = () => {
  const locks = createChannelLocks(new BroadcastChannel('test-locks'));
  open.push(locks);
  return locks;
};
const { signal } = new AbortController();
const quiet = { signal, onBusy: () => {} };

it('gives a name to one tab at a time, and to the next when it is released', async () => {
  const [one, two] = [tab(), tab()];
  const release = await one.acquire('a', quiet);
  let busy = 0;
  let granted = false;
  const waiting = two.acquire('a', { signal, onBusy: () => (busy += 1) }).then((end) => {
    granted = true;
    return end;
  });
  await expect.poll(() => busy).toBe(1);
  expect(granted).toBe(false);
  release();
  (await waiting)();
  expect(granted).toBe(true);
});

it('lets one of two tabs win that ask at the same time', async () => {
  const tabs = [tab(), tab(), tab()];
  const stop = new AbortController();
  let granted = 0;
  for (const one of tabs)
    one.acquire('a', { signal: stop.signal, onBusy: () => {} }).then(
      () => {
        granted += 1;
      },
      () => {},
    );
  await expect.poll(() => granted).toBe(1);
  const held = await tab().held();
  expect([...held]).toEqual(['a']);
  expect(granted).toBe(1);
  stop.abort();
});

it('finds out that the tab which had a name is gone', async () => {
  const one = createChannelLocks(new BroadcastChannel('test-locks'));
  await one.acquire('a', quiet);
  const two = tab();
  expect([...(await two.held())]).toEqual(['a']);
  const waiting = two.acquire('a', quiet);
  one.close();
  (await waiting)();
});

it('stops waiting when nobody wants the name any more', async () => {
  const [one, two] = [tab(), tab()];
  await one.acquire('a', quiet);
  const stop = new AbortController();
  const waiting = two.acquire('a', { signal: stop.signal, onBusy: () => stop.abort(new Error('enough')) });
  await expect(waiting).rejects.toThrow('enough');
});
