import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import type { FilePage, ListFilesQuery } from '@/lib/contracts/files';
import { db, Prisma } from '@/lib/platform/db';
import { toPage } from '@/lib/platform/keyset';
import { createPresigner } from '@/lib/storage/presign';
import { type ListOrder, listOrder } from './list-order';
import { searchPattern } from './search-words';
import { type FileRow, fileInclude, toFileDto } from './to-file-dto';

const { sql, join } = Prisma;

/** A search shows at most so many files, the first ones in the asked order. */
export const searchHits = 500;
/** What orders and pages need of a hit. */
const columns = sql`f."id", f."createdAt", f."name", f."sizeBytes", f."kind", f."folderId"`;
/** Tags whose names match a search, at most. */
const searchTags = 100;

/** What every file of a list is, whatever is searched for. Each place and order has an index of its own. */
function conditions(ownerId: string, query: ListFilesQuery): Prisma.Sql[] {
  const where = [sql`f."ownerId" = ${ownerId}::uuid`];
  where.push(query.trashed ? sql`f."trashedAt" IS NOT NULL` : sql`f."trashedAt" IS NULL`);
  if (query.folderId === 'root') where.push(sql`f."folderId" IS NULL`);
  else if (query.folderId) where.push(sql`f."folderId" = ${query.folderId}::uuid`);
  if (query.kind) where.push(sql`f."kind" = ${query.kind}::"FileKind"`);
  if (query.favourite !== undefined)
    where.push(query.favourite ? sql`f."favourite"` : sql`NOT f."favourite"`);
  return where;
}

const hasTag = (tagIds: string[]) =>
  sql`EXISTS (SELECT 1 FROM "FileTag" ft WHERE ft."fileId" = f."id" AND ft."tagId" = ANY(${tagIds}::uuid[]))`;

/** Ids of the first files that fit, in order. */
function listIds(where: Prisma.Sql[], { by, after }: ListOrder, limit: number): Prisma.Sql {
  return sql`SELECT f."id" FROM "File" f WHERE ${join(where, ' AND ')} ${after} ORDER BY ${by} LIMIT ${limit}`;
}

/**
 * Ids of the hits of a search, in order. Hits by name and by tag are two questions, each with its index; the first
 * 500 of each hold the first 500 of both, and the cursor walks inside those.
 */
async function searchIds(
  ownerId: string,
  q: string,
  { where, order, limit }: { where: Prisma.Sql[]; order: ListOrder; limit: number },
): Promise<Prisma.Sql> {
  const { by: how, pattern } = searchPattern(q);
  const byName =
    how === 'trigrams' ? sql`f."name" ILIKE ${pattern}` : sql`lower(f."name") LIKE lower(${pattern})`;
  const tags = await db().$queryRaw<{ id: string }[]>`SELECT "id" FROM "Tag"
    WHERE "ownerId" = ${ownerId}::uuid AND "name" ILIKE ${pattern} LIMIT ${searchTags}`;
  const branches = tags.length > 0 ? [byName, hasTag(tags.map(({ id }) => id))] : [byName];
  const hits = branches.map(
    (matches) => sql`(SELECT ${columns} FROM "File" f WHERE ${join([...where, matches], ' AND ')}
      ORDER BY ${order.by} LIMIT ${searchHits})`,
  );
  return sql`SELECT f."id" FROM (
      SELECT ${columns} FROM (${join(hits, ' UNION ')}) f ORDER BY ${order.by} LIMIT ${searchHits}
    ) f WHERE true ${order.after} ORDER BY ${order.by} LIMIT ${limit}`;
}

/** The statement of a page: limit + 1 ids. null: nothing can fit. */
export async function listStatement(ownerId: string, query: ListFilesQuery): Promise<Prisma.Sql | null> {
  const where = conditions(ownerId, query);
  if (query.tag) {
    const tag = await db().tag.findUnique({
      where: { ownerId_name: { ownerId, name: query.tag.normalize('NFC') } },
      select: { id: true },
    });
    if (!tag) return null;
    where.push(hasTag([tag.id]));
  }
  const order = listOrder(query);
  const limit = query.limit + 1;
  return query.q ? searchIds(ownerId, query.q, { where, order, limit }) : listIds(where, order, limit);
}

/** A page of actor's own files in the asked order, by keyset: deep pages cost what the first one costs. */
export async function listFiles(actor: UserActor, query: ListFilesQuery): Promise<FilePage> {
  const statement = await listStatement(actor.userId, query);
  const found = statement ? await db().$queryRaw<{ id: string }[]>(statement) : [];
  const rows = await filesInOrder(found.map(({ id }) => id));
  const presigner = await createPresigner();
  const { keyOf } = listOrder(query);
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => toFileDto(row, presigner),
    toCursor: (row) => [keyOf(row), row.id],
  });
}

/** Rows of ids, in the order of ids; ids that are gone are left out. */
export async function filesInOrder(ids: string[]): Promise<FileRow[]> {
  const rows = await db().file.findMany({ where: { id: { in: ids } }, include: fileInclude });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
