import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemsInRows, planGrid, rowCount, tileSizes } from './grid-layout';

describe('the grid', () => {
  test('tiles and gaps fill the width exactly, and no tile is narrower than its least width but alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), fc.constantFrom(...tileSizes), (width, size) => {
        const { columns, tileWidth, gap } = planGrid(width, size);
        expect(columns * tileWidth + (columns - 1) * gap).toBeCloseTo(width, 6);
        const oneMore = (width - gap * columns) / (columns + 1);
        const narrower = planGrid(width - 1, size);
        expect(narrower.columns).toBeLessThanOrEqual(columns);
        expect(oneMore).toBeLessThan(tileWidth);
      }),
    );
  });

  test('rows are whole px, and as high as their tiles are within half a px', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), fc.constantFrom(...tileSizes), (width, size) => {
        const { rowHeight, tileHeight, tileWidth, pictureHeight, gap } = planGrid(width, size);
        expect(Number.isInteger(rowHeight)).toBe(true);
        expect(rowHeight).toBe(tileHeight + gap);
        expect(Math.abs(pictureHeight - tileWidth)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  test.each([
    [328, 'small', 3],
    [328, 'medium', 2],
    [328, 'large', 1],
    [1408, 'medium', 8],
  ] as const)('%i px hold, at size %s, %i columns', (width, size, columns) => {
    expect(planGrid(width, size).columns).toBe(columns);
  });

  test('an unknown width is one column, never a division by zero', () => {
    expect(planGrid(0, 'medium')).toMatchObject({ columns: 1, tileWidth: 0 });
  });

  test('every item is in exactly one row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 12 }), (items, columns) => {
        const seen = Array.from({ length: rowCount(items, columns) }, (_, row) =>
          itemsInRows({ firstRow: row, lastRow: row }, columns, items),
        ).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index));
        expect(seen).toEqual(Array.from({ length: items }, (_, index) => index));
      }),
    );
  });
});
