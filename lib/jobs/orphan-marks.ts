import 'server-only';
import { db, Prisma, type Tx } from '@/lib/platform/db';

const { sql } = Prisma;

export type Orphan = {
  kind: 'object' | 'multipart' | 'row';
  objectKey: string;
  multipartId?: string;
  sizeBytes: number;
  cause: string;
  modifiedAt: Date | null;
};

/** Marks orphans as seen at seenAt. One that was written anew since begins its time again. Safe to repeat and to race. */
export async function markOrphans(orphans: readonly Orphan[], seenAt: Date): Promise<void> {
  if (orphans.length === 0) return;
  const column = <Value>(of: (orphan: Orphan) => Value) => orphans.map(of);
  await db().$executeRaw`
    INSERT INTO "OrphanMark" AS m ("kind", "objectKey", "multipartId", "sizeBytes", "cause", "modifiedAt", "firstSeenAt", "lastSeenAt")
    SELECT "kind"::"OrphanKind", "objectKey", "multipartId", "sizeBytes", "cause", "modifiedAt"::timestamptz, ${seenAt}, ${seenAt}
    FROM unnest(${column((one) => one.kind)}::text[], ${column((one) => one.objectKey)}::text[],
      ${column((one) => one.multipartId ?? '')}::text[], ${column((one) => one.sizeBytes)}::bigint[],
      ${column((one) => one.cause)}::text[], ${column((one) => one.modifiedAt?.toISOString() ?? null)}::text[])
      AS given ("kind", "objectKey", "multipartId", "sizeBytes", "cause", "modifiedAt")
    ON CONFLICT ("kind", "objectKey", "multipartId") DO UPDATE SET
      "lastSeenAt" = greatest(m."lastSeenAt", EXCLUDED."lastSeenAt"), "sizeBytes" = EXCLUDED."sizeBytes",
      "modifiedAt" = EXCLUDED."modifiedAt",
      "firstSeenAt" = CASE WHEN m."modifiedAt" IS DISTINCT FROM EXCLUDED."modifiedAt" THEN EXCLUDED."firstSeenAt" ELSE m."firstSeenAt" END`;
}

/** Marks that a complete pass, begun at passStartedAt, did not see again are no orphans any more. */
export async function dropUnseen(passStartedAt: Date): Promise<void> {
  await db().orphanMark.deleteMany({ where: { lastSeenAt: { lt: passStartedAt } } });
}

/**
 * What may be removed: written and first seen before cutoff, and seen again by a later pass (RULES 3). Objects whose
 * key we cannot have made, and rows without an object, are shown to admins but never removed by us.
 */
export const ripeBefore = (cutoff: Date) => sql`
  "firstSeenAt" <= ${cutoff} AND ("modifiedAt" IS NULL OR "modifiedAt" <= ${cutoff}) AND "lastSeenAt" > "firstSeenAt"
  AND "kind" <> 'row' AND "cause" <> 'unknown'`;

export type CleanupPlan = Record<'objects' | 'multiparts', { count: number; bytes: number }>;

/** Counts and bytes of what is ripe at cutoff. */
export async function planCleanup(cutoff: Date, tx: Tx = db()): Promise<CleanupPlan> {
  const rows = await tx.$queryRaw<{ kind: string; count: bigint; bytes: bigint }[]>`
    SELECT "kind"::text, count(*) AS "count", coalesce(sum("sizeBytes"), 0)::bigint AS "bytes"
    FROM "OrphanMark" WHERE ${ripeBefore(cutoff)} GROUP BY 1`;
  const of = (kind: string) => {
    const row = rows.find((one) => one.kind === kind);
    return { count: Number(row?.count ?? 0), bytes: Number(row?.bytes ?? 0) };
  };
  return { objects: of('object'), multiparts: of('multipart') };
}
