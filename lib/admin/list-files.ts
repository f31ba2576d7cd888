import 'server-only';
import type { z } from 'zod';
import type { AdminFilePage, ListAdminFilesQuery } from '@/lib/contracts/admin';
import { listOrder } from '@/lib/files/list-order';
import { likePattern } from '@/lib/files/search-words';
import { fileInclude, toFileDto } from '@/lib/files/to-file-dto';
import { db, Prisma } from '@/lib/platform/db';
import { toPage } from '@/lib/platform/keyset';
import { createPresigner } from '@/lib/storage/presign';

const { sql, join } = Prisma;

function conditions(query: ListAdminFilesQuery): Prisma.Sql[] {
  const where = [query.trashed ? sql`f."trashedAt" IS NOT NULL` : sql`f."trashedAt" IS NULL`];
  if (query.ownerId) where.push(sql`f."ownerId" = ${query.ownerId}::uuid`);
  if (query.kind) where.push(sql`f."kind" = ${query.kind}::"FileKind"`);
  if (query.minSize !== undefined) where.push(sql`f."sizeBytes" >= ${query.minSize}`);
  if (query.before) where.push(sql`f."createdAt" < ${query.before}::timestamptz`);
  if (query.q) where.push(sql`f."name" ILIKE ${likePattern(query.q)}`);
  return where;
}

/** The statement that finds a page's ids, the next page's first one too. */
export function adminListStatement(query: ListAdminFilesQuery): Prisma.Sql {
  const order = listOrder(query);
  return sql`
    SELECT f."id" FROM "File" f WHERE ${join(conditions(query), ' AND ')} ${order.after}
    ORDER BY ${order.by} LIMIT ${query.limit + 1}`;
}

/** A page of everybody's files with their owners, by keyset. Throws invalid_request for a cursor not of ours. */
export async function listAdminFiles(query: ListAdminFilesQuery): Promise<z.infer<typeof AdminFilePage>> {
  const order = listOrder(query);
  const found = await db().$queryRaw<{ id: string }[]>(adminListStatement(query));
  const rows = await db().file.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    include: { ...fileInclude, owner: { select: { id: true, name: true, email: true } } },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const presigner = await createPresigner();
  return toPage(
    found.flatMap(({ id }) => byId.get(id) ?? []),
    {
      limit: query.limit,
      // What somebody's picture shows is for whoever opens it with a reason: no thumbnails, no placeholder here.
      toItem: ({ owner, ...row }) => ({
        ...toFileDto({ ...row, thumbnailState: 'none', placeholder: null }, presigner),
        owner,
      }),
      toCursor: (row) => [order.keyOf(row), row.id],
    },
  );
}
