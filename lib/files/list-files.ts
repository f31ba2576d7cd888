import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import type { FilePage, FileSort, ListFilesQuery } from '@/lib/contracts/files';
import { db, Prisma } from '@/lib/platform/db';
import { type Cursor, decodeCursor, toPage } from '@/lib/platform/keyset';
import { createPresigner } from '@/lib/storage/presign';
import { type FileRow, fileInclude, toFileDto } from './to-file-dto';

const { sql, empty, join, raw } = Prisma;

/** Column of each sort, how its cursor value is typed, and which way it runs unless asked otherwise. */
const sorts: Record<
  FileSort,
  { column: Prisma.Sql; cast: string; cursor: 'string' | 'number' | 'date'; order: 'asc' | 'desc' }
> = {
  createdAt: { column: raw('f."createdAt"'), cast: 'timestamptz', cursor: 'date', order: 'desc' },
  name: { column: raw('f."name"'), cast: 'text', cursor: 'string', order: 'asc' },
  size: { column: raw('f."sizeBytes"'), cast: 'bigint', cursor: 'number', order: 'desc' },
  kind: { column: raw('f."kind"'), cast: '"FileKind"', cursor: 'string', order: 'asc' },
};

function sortValue(row: FileRow, sort: FileSort): string | number {
  switch (sort) {
    case 'createdAt':
      return row.createdAt.toISOString();
    case 'name':
      return row.name;
    case 'size':
      return Number(row.sizeBytes);
    case 'kind':
      return row.kind;
    default:
      return sort satisfies never;
  }
}

/** % and _ are letters in a search, not wildcards. */
export const likePattern = (words: string): string =>
  `%${words.normalize('NFC').replace(/[\\%_]/g, '\\$&')}%`;

function conditions(ownerId: string, query: ListFilesQuery): Prisma.Sql[] {
  const where = [sql`f."ownerId" = ${ownerId}::uuid`];
  where.push(query.trashed ? sql`f."trashedAt" IS NOT NULL` : sql`f."trashedAt" IS NULL`);
  if (query.folderId === 'root') where.push(sql`f."folderId" IS NULL`);
  else if (query.folderId) where.push(sql`f."folderId" = ${query.folderId}::uuid`);
  if (query.kind) where.push(sql`f."kind" = ${query.kind}::"FileKind"`);
  if (query.favourite !== undefined) where.push(sql`f."favourite" = ${query.favourite}`);
  if (query.tag) {
    where.push(sql`EXISTS (SELECT 1 FROM "FileTag" ft JOIN "Tag" t ON t."id" = ft."tagId"
      WHERE ft."fileId" = f."id" AND t."ownerId" = ${ownerId}::uuid AND t."name" = ${query.tag.normalize('NFC')})`);
  }
  if (query.q) {
    const pattern = likePattern(query.q);
    where.push(sql`(f."name" ILIKE ${pattern} OR EXISTS (SELECT 1 FROM "FileTag" ft JOIN "Tag" t ON t."id" = ft."tagId"
      WHERE ft."fileId" = f."id" AND t."name" ILIKE ${pattern}))`);
  }
  return where;
}

/** A page of actor's own files in the asked order, by keyset: deep pages cost what the first one costs. */
export async function listFiles(actor: UserActor, query: ListFilesQuery): Promise<FilePage> {
  const { column, cast, cursor: cursorKind, order: usual } = sorts[query.sort];
  const order = query.order ?? usual;
  const cursor: Cursor | null = decodeCursor(query.cursor, cursorKind);
  const compare = raw(order === 'asc' ? '>' : '<');
  const direction = raw(order);
  const after = cursor
    ? sql`AND (${column}, f."id") ${compare} (${String(cursor[0])}::${raw(cast)}, ${cursor[1]}::uuid)`
    : empty;
  const found = await db().$queryRaw<{ id: string }[]>`
    SELECT f."id" FROM "File" f WHERE ${join(conditions(actor.userId, query), ' AND ')} ${after}
    ORDER BY ${column} ${direction}, f."id" ${direction} LIMIT ${query.limit + 1}`;
  const rows = await filesInOrder(found.map(({ id }) => id));
  const presigner = await createPresigner();
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => toFileDto(row, presigner),
    toCursor: (row) => [sortValue(row, query.sort), row.id],
  });
}

/** Rows of ids, in the order of ids; ids that are gone are left out. */
export async function filesInOrder(ids: string[]): Promise<FileRow[]> {
  const rows = await db().file.findMany({ where: { id: { in: ids } }, include: fileInclude });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
