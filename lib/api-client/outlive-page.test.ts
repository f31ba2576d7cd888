import { expect, it } from 'vitest';
import { outlivePage } from './outlive-page';

it('small changes outlive the page, as many at once as the browser takes', async () => {
  const seen: boolean[] = [];
  const ends: (() => void)[] = [];
  const begin = (body: string | null) =>
    outlivePage(body, (keepalive) => {
      seen.push(keepalive);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const half = 'ä'.repeat(12 * 1024);
  const sent = [begin(half), begin(half), begin('x'), begin(null), begin('x'.repeat(60_000))];
  expect(seen).toEqual([true, true, false, true, false]);
  for (const end of ends) end();
  await Promise.all(sent);
  const after = begin(half);
  expect(seen.at(-1)).toBe(true);
  ends.at(-1)?.();
  await after;
});

it('a failure gives its room back', async () => {
  const fail = () => outlivePage('x'.repeat(40_000), () => Promise.reject(new Error('broke')));
  await expect(fail()).rejects.toThrow('broke');
  expect(await outlivePage('x'.repeat(40_000), async (keepalive) => keepalive)).toBe(true);
});
