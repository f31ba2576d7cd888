import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Step, stepFrom, stepOfKey } from './roving';

/** 0 1 2 3 / 4 5 6 7 / 8 9 */
const grid = { columns: 4, count: 10, rowsPerPage: 2 };

describe('roving focus', () => {
  test.each<[number, Step, number]>([
    [-1, 'down', 0],
    [-1, 'end', 9],
    [0, 'left', 0],
    [3, 'right', 4],
    [9, 'right', 9],
    [1, 'down', 5],
    [7, 'down', 9],
    [9, 'down', 9],
    [2, 'up', 2],
    [9, 'up', 5],
    [6, 'row-start', 4],
    [8, 'row-end', 9],
    [1, 'page-down', 9],
    [9, 'page-up', 1],
    [5, 'home', 0],
    [5, 'end', 9],
  ])('from %i, %s goes to %i', (index, step, expected) => {
    expect(stepFrom(index, step, grid)).toBe(expected);
  });

  test('never leaves the grid, and an empty grid has no focus', () => {
    const steps: Step[] = [
      'left',
      'right',
      'up',
      'down',
      'home',
      'end',
      'row-start',
      'row-end',
      'page-up',
      'page-down',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.constantFrom(...steps)),
        (columns, count, path) => {
          let index = -1;
          for (const step of path) {
            index = stepFrom(index, step, { columns, count, rowsPerPage: 3 });
            expect(index).toBeGreaterThanOrEqual(0);
            expect(index).toBeLessThan(count);
          }
        },
      ),
    );
    expect(stepFrom(-1, 'down', { ...grid, count: 0 })).toBe(-1);
  });

  test('keys: arrows, J and K, Home and End by row, with Ctrl by list', () => {
    const key = (name: string, ctrlKey = false) => stepOfKey({ key: name, ctrlKey, metaKey: false });
    expect([key('ArrowRight'), key('j'), key('k'), key('Home'), key('Home', true)]).toEqual([
      'right',
      'right',
      'left',
      'row-start',
      'home',
    ]);
    expect(key('k', true)).toBeNull();
    expect(stepOfKey({ key: 'ArrowRight', ctrlKey: false, metaKey: false }, true)).toBe('left');
  });
});
