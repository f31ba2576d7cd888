import 'server-only';
import { z } from 'zod';
import { invalidRequest } from '@/lib/contracts/errors';

/** A place in a sorted list: the sort value of the last item shown, and its id to break ties. */
const Cursor = z.tuple([z.union([z.string(), z.number()]), z.uuid()]);
export type Cursor = z.infer<typeof Cursor>;

export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** The place a cursor names; null without one. Throws invalid_request for text that no answer of ours contained. */
export function decodeCursor(text: string | undefined, kind: 'string' | 'number' | 'date'): Cursor | null {
  if (text === undefined) return null;
  try {
    const cursor = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    const [value] = cursor;
    const fits =
      kind === 'number'
        ? typeof value === 'number' && Number.isSafeInteger(value)
        : typeof value === 'string' &&
          !value.includes('\0') &&
          (kind === 'string' || !Number.isNaN(Date.parse(value)));
    if (fits) return cursor;
  } catch {
    // Falls through to the one sentence for every malformed cursor.
  }
  throw invalidRequest([
    { path: 'cursor', message: 'This cursor is not valid. Start the list again without it.' },
  ]);
}

/** items and the cursor of the next page, from limit + 1 rows. */
export function toPage<Row, Item>(
  rows: Row[],
  { limit, toItem, toCursor }: { limit: number; toItem: (row: Row) => Item; toCursor: (row: Row) => Cursor },
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(toCursor(last)) : null,
  };
}
