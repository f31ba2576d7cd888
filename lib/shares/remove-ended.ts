import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudits } from '@/lib/audit/record';
import { db, Prisma, transaction } from '@/lib/platform/db';
import { isLiveSql } from './share-row';

/** How long an ended link stays in its owner's list, with its events. */
const keptDays = 30;
const batchSize = 500;

/** When a link, alias s, ended or ends: revoked, expired, used up, or with nothing left to show. Null: not in sight. */
const endSql = Prisma.sql`LEAST(s."revokedAt", s."expiresAt",
  CASE WHEN s."maxDownloads" <= s."downloads" THEN s."lastAccessAt" END,
  CASE WHEN s."folderId" IS NULL AND NOT EXISTS (SELECT 1 FROM "ShareItem" i WHERE i."shareId" = s."id")
    THEN s."updatedAt" END)`;
const removableSql = Prisma.sql`${endSql} < now() - ${keptDays} * interval '1 day'`;

/** How many links have ended, and how many of them so long ago that the sweep takes them. */
export async function countEndedShares(): Promise<{ count: number; removable: number }> {
  const [row] = await db().$queryRaw<{ count: number; removable: number }[]>`
    SELECT count(*)::int AS "count", (count(*) FILTER (WHERE ${removableSql}))::int AS "removable"
    FROM "Share" s WHERE ${endSql} <= now()`;
  return row ?? { count: 0, removable: 0 };
}

type Remover = UserActor | { type: 'system'; job: string };

/** Removes links that ended more than keptDays ago, with their events, in batches. Returns how many. Safe to race. */
export async function removeEndedShares(actor: Remover): Promise<number> {
  let removed = 0;
  for (;;) {
    const batch = await transaction(async (tx) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        SELECT s."id" FROM "Share" s WHERE ${removableSql} ORDER BY s."id" LIMIT ${batchSize} FOR UPDATE SKIP LOCKED`;
      const ids = rows.map(({ id }) => id);
      await tx.share.deleteMany({ where: { id: { in: ids } } });
      await recordAudits(
        tx,
        actor,
        ids.map((id) => ({ action: 'share.removed', target: { type: 'share', id } })),
      );
      return ids.length;
    });
    removed += batch;
    if (batch < batchSize) return removed;
  }
}

/** Puts shareCount right where a link has expired by itself since; time passes without a transaction. */
export async function recountExpired(): Promise<number> {
  return db().$executeRaw`
    UPDATE "File" f SET "shareCount" = counted.n FROM (
      SELECT f."id", (SELECT count(*)::int FROM "ShareItem" i JOIN "Share" s ON s."id" = i."shareId"
        WHERE i."fileId" = f."id" AND ${isLiveSql}) AS n
      FROM "File" f WHERE f."shareCount" > 0 ORDER BY f."id" FOR NO KEY UPDATE SKIP LOCKED) counted
    WHERE f."id" = counted."id" AND f."shareCount" <> counted.n`;
}
