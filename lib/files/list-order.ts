import 'server-only';
import type { FileSort, ListFilesQuery } from '@/lib/contracts/files';
import { Prisma } from '@/lib/platform/db';
import { decodeCursor } from '@/lib/platform/keyset';
import type { FileRow } from './to-file-dto';

const { sql, empty, raw } = Prisma;

type Direction = 'asc' | 'desc';
type Sort = {
  column: string;
  cast: string;
  cursor: 'string' | 'number' | 'date';
  usual: Direction;
  keyOf: (row: FileRow) => string | number;
};

/** Column of each sort, how its cursor value is typed, and which way it runs unless asked otherwise. */
const sorts: Record<FileSort, Sort> = {
  createdAt: {
    column: 'createdAt',
    cast: 'timestamptz',
    cursor: 'date',
    usual: 'desc',
    keyOf: (row) => row.createdAt.toISOString(),
  },
  name: { column: 'name', cast: 'text', cursor: 'string', usual: 'asc', keyOf: (row) => row.name },
  size: {
    column: 'sizeBytes',
    cast: 'bigint',
    cursor: 'number',
    usual: 'desc',
    keyOf: (row) => Number(row.sizeBytes),
  },
  kind: { column: 'kind', cast: '"FileKind"', cursor: 'string', usual: 'asc', keyOf: (row) => row.kind },
};

/** The order of a list in SQL, over the alias f. */
export type ListOrder = {
  /** After ORDER BY. */
  by: Prisma.Sql;
  /** "AND …": only what comes after the cursor; empty on the first page. */
  after: Prisma.Sql;
  keyOf: (row: FileRow) => string | number;
};

type OrderedQuery = Pick<ListFilesQuery, 'sort' | 'order' | 'cursor'> &
  Partial<Pick<ListFilesQuery, 'folderId'>>;

/** The order that query asks for. Throws invalid_request for a cursor that no answer of ours contained. */
export function listOrder(query: OrderedQuery): ListOrder {
  const { column, cast, cursor: kind, usual, keyOf } = sorts[query.sort];
  const order = query.order ?? usual;
  const cursor = decodeCursor(query.cursor, kind);
  const [key, direction] = [raw(`f."${column}"`), raw(order)];
  // IS NULL does not fix a column for the planner as = does: named in front, it lets the folder's index give the order.
  const isIndexed = query.folderId === 'root' && (query.sort === 'createdAt' || query.sort === 'name');
  const folder = isIndexed ? sql`f."folderId" ${raw(order === usual ? 'asc' : 'desc')},` : empty;
  return {
    by: sql`${folder} ${key} ${direction}, f."id" ${direction}`,
    after: cursor
      ? sql`AND (${key}, f."id") ${raw(order === 'asc' ? '>' : '<')}
          (${String(cursor[0])}::${raw(cast)}, ${cursor[1]}::uuid)`
      : empty,
    keyOf,
  };
}
