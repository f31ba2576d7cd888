/** A step the focus can take. `page-*` moves by the rows that fit the window. */
export type Step =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'row-start'
  | 'row-end'
  | 'page-up'
  | 'page-down';

type Grid = { columns: number; count: number; rowsPerPage: number };

/**
 * The index the focus goes to from `index` (−1: nowhere yet). Left and right run on over row ends; up and down keep
 * the column, and down from the last full row goes to the last item. Source: WAI-ARIA APG, grid pattern.
 */
export function stepFrom(index: number, step: Step, { columns, count, rowsPerPage }: Grid): number {
  if (count === 0) return -1;
  if (index < 0) return step === 'end' ? count - 1 : 0;
  const last = count - 1;
  const down = (rows: number) => {
    const target = index + rows * columns;
    if (target <= last) return target;
    const lastRow = Math.floor(last / columns);
    const row = Math.floor(index / columns);
    if (row === lastRow) return index;
    return Math.min(last, lastRow * columns + (index % columns));
  };
  const up = (rows: number) => {
    const row = Math.floor(index / columns);
    return Math.max(0, row - rows) * columns + (index % columns);
  };
  switch (step) {
    case 'left':
      return Math.max(0, index - 1);
    case 'right':
      return Math.min(last, index + 1);
    case 'up':
      return up(1);
    case 'down':
      return down(1);
    case 'home':
      return 0;
    case 'end':
      return last;
    case 'row-start':
      return index - (index % columns);
    case 'row-end':
      return Math.min(last, index - (index % columns) + columns - 1);
    case 'page-up':
      return up(Math.max(1, rowsPerPage));
    case 'page-down':
      return down(Math.max(1, rowsPerPage));
    default:
      return step satisfies never;
  }
}

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>;

/** The step a key asks for, null for any other key. rightToLeft swaps left and right. */
export function stepOfKey({ key, ctrlKey, metaKey }: Keys, rightToLeft = false): Step | null {
  const command = ctrlKey || metaKey;
  switch (key) {
    case 'ArrowLeft':
      return rightToLeft ? 'right' : 'left';
    case 'ArrowRight':
      return rightToLeft ? 'left' : 'right';
    case 'ArrowUp':
      return 'up';
    case 'ArrowDown':
      return 'down';
    case 'j':
      return command ? null : 'right';
    case 'k':
      return command ? null : 'left';
    case 'Home':
      return command ? 'home' : 'row-start';
    case 'End':
      return command ? 'end' : 'row-end';
    case 'PageUp':
      return 'page-up';
    case 'PageDown':
      return 'page-down';
    default:
      return null;
  }
}
