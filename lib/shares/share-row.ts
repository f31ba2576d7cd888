import 'server-only';
import type { ShareState } from '@/lib/contracts/shares';
import { Prisma, type Tx } from '@/lib/platform/db';

type Limits = {
  revokedAt: Date | null;
  expiresAt: Date | null;
  maxDownloads: number | null;
  downloads: number;
};

/** The one state of a link at now; of several reasons the owner's own act is named first. */
export function shareStateOf(share: Limits, now = new Date()): ShareState {
  if (share.revokedAt) return 'revoked';
  if (share.expiresAt && share.expiresAt <= now) return 'expired';
  if (share.maxDownloads !== null && share.downloads >= share.maxDownloads) return 'used_up';
  return 'active';
}

/** SQL for "this link, alias s, has not ended": the same rule as shareStateOf. */
export const isLiveSql = Prisma.sql`(s."revokedAt" IS NULL AND (s."expiresAt" IS NULL OR s."expiresAt" > now())
  AND (s."maxDownloads" IS NULL OR s."downloads" < s."maxDownloads"))`;

/**
 * Sets shareCount of files to the number of live links that name them, in the caller's transaction. Rows are locked
 * in id order, as everything that locks files does.
 */
export async function recountShares(tx: Tx, fileIds: string[]): Promise<void> {
  if (fileIds.length === 0) return;
  await tx.$queryRaw`SELECT 1 FROM "File" WHERE "id" = ANY(${fileIds}::uuid[]) ORDER BY "id" FOR NO KEY UPDATE`;
  await tx.$executeRaw`
    UPDATE "File" f SET "shareCount" = (
      SELECT count(*) FROM "ShareItem" i JOIN "Share" s ON s."id" = i."shareId" WHERE i."fileId" = f."id" AND ${isLiveSql})
    WHERE f."id" = ANY(${fileIds}::uuid[])`;
}

/** Ids of the files that a share names. */
export async function fileIdsOf(tx: Tx, shareId: string): Promise<string[]> {
  const items = await tx.shareItem.findMany({ where: { shareId }, select: { fileId: true } });
  return items.map(({ fileId }) => fileId);
}
