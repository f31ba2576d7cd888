import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowOf } from './windowing';

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
