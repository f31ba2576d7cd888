import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextWindow, windowOf } from './windowing';

test('every row that touches the viewport is rendered, and not many more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000 }),
      fc.integer({ min: 20, max: 400 }),
      fc.integer({ min: -1_000_000, max: 2000 }),
      fc.integer({ min: 100, max: 2000 }),
      (rows, rowHeight, top, viewport) => {
        const { first, last } = windowOf({ top, viewport, rowHeight, rows, overscan: 2 });
        for (const row of [0, first - 1, last + 1, rows - 1]) {
          if (row < 0 || row >= rows || (row >= first && row <= last)) continue;
          const [from, to] = [top + row * rowHeight, top + (row + 1) * rowHeight];
          expect(to <= 0 || from >= viewport).toBe(true);
        }
        expect(last - first + 1).toBeLessThanOrEqual(Math.ceil(viewport / rowHeight) + 6);
      },
    ),
  );
});

test('no rows, or rows without a height, render nothing', () => {
  expect(windowOf({ top: 0, viewport: 500, rowHeight: 0, rows: 9, overscan: 2 })).toEqual({
    first: 0,
    last: -1,
  });
  expect(windowOf({ top: 0, viewport: 500, rowHeight: 40, rows: 0, overscan: 2 })).toEqual({
    first: 0,
    last: -1,
  });
});

test('a leap shows what is in sight first, then what is around it; a step shows all at once', () => {
  const place = { viewport: 400, rowHeight: 100, rows: 1000, overscan: 3 };
  const start = { first: 0, last: 6 };
  expect(nextWindow(start, { ...place, top: -300 })).toEqual({
    window: { first: 0, last: 10 },
    hasMore: false,
  });
  const landed = nextWindow(start, { ...place, top: -50_000 });
  expect(landed).toEqual({ window: { first: 500, last: 504 }, hasMore: true });
  expect(nextWindow(landed.window, { ...place, top: -50_000 })).toEqual({
    window: { first: 497, last: 507 },
    hasMore: false,
  });
});

test('a leap within few rows, or to none, does not ask again', () => {
  const place = { viewport: 400, rowHeight: 100, rows: 3, overscan: 3, top: 0 };
  expect(nextWindow({ first: 90, last: 96 }, place).hasMore).toBe(false);
  expect(nextWindow({ first: 0, last: -1 }, { ...place, rows: 0 }).hasMore).toBe(false);
});
