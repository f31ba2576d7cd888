import 'server-only';
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { VisitorActor } from '@/lib/access/actor';
import { db, transaction } from '@/lib/platform/db';
import { linkUnavailable } from './open-share';
import { eventColumns } from './share-events';
import { fileIdsOf, isLiveSql, recountShares } from './share-row';

/** A download, once counted, may be signed again for this long: broken connections, ranges, the windows of a ZIP. */
const grantSeconds = 24 * 3600;

/** What is downloaded: one file, a selection, or everything there is. */
type Selection = 'all' | string[];

/** The same selection in any order is the same download. */
const selectionKeyOf = (selection: Selection): string =>
  selection === 'all'
    ? 'all'
    : createHash('sha256')
        .update([...new Set(selection)].sort().join(','))
        .digest('hex');

type Take = { selection: Selection; file?: { id: string; name: string }; fileCount?: number };
export type Grant = { counted: boolean; downloadsRemaining: number | null };

type Counted = { downloads: number; maxDownloads: number | null };
const remaining = ({ downloads, maxDownloads }: Counted): number | null =>
  maxDownloads === null ? null : Math.max(0, maxDownloads - downloads);

/**
 * Lets visitor download selection: a live grant is used again and counts nothing; else one is made and counted by one
 * conditional UPDATE. Throws link_unavailable where nothing is left.
 */
export async function takeGrant(visitor: VisitorActor, take: Take): Promise<Grant> {
  const selectionKey = selectionKeyOf(take.selection);
  const [counted] = await countOnce(visitor, selectionKey, take);
  if (counted) {
    if (counted.downloads === counted.maxDownloads) await recountAfterLast(visitor.shareId);
    return { counted: true, downloadsRemaining: remaining(counted) };
  }
  const { shareId, visitorHash } = visitor;
  const [again] = await db().$queryRaw<Counted[]>`
    SELECT s."downloads", s."maxDownloads" FROM "DownloadGrant" g JOIN "Share" s ON s."id" = g."shareId"
    WHERE g."shareId" = ${shareId}::uuid AND g."visitorHash" = ${visitorHash} AND g."selectionKey" = ${selectionKey}
      AND g."expiresAt" > now()`;
  if (!again) throw linkUnavailable();
  return { counted: false, downloadsRemaining: remaining(again) };
}

/**
 * Grant, count and event in one statement, so that a crowd costs one round trip each and nothing is left half done.
 * The share's row is locked first and read as it is then, not as it was when the statement began; the grant's unique
 * index sees what others have committed meanwhile. So N visitors take no more than what is left, and two clicks of one
 * visitor are one download. Source: PostgreSQL "Read Committed Isolation Level", "INSERT … ON CONFLICT".
 */
function countOnce(
  { shareId, visitorHash, origin }: VisitorActor,
  selectionKey: string,
  take: Take,
): Promise<Counted[]> {
  const event = eventColumns({ shareId, origin, action: 'downloaded', ...take });
  return db().$queryRaw<Counted[]>`
    WITH open AS (
      SELECT s."id" FROM "Share" s WHERE s."id" = ${shareId}::uuid AND ${isLiveSql} FOR NO KEY UPDATE
    ), granted AS (
      INSERT INTO "DownloadGrant" ("id", "shareId", "visitorHash", "selectionKey", "createdAt", "expiresAt")
      SELECT ${uuidv7()}::uuid, open."id", ${visitorHash}, ${selectionKey}, now(), now() + ${grantSeconds} * interval '1 second'
      FROM open
      ON CONFLICT ("shareId", "visitorHash", "selectionKey") DO UPDATE
        SET "createdAt" = excluded."createdAt", "expiresAt" = excluded."expiresAt"
        WHERE "DownloadGrant"."expiresAt" <= now()
      RETURNING "shareId"
    ), counted AS (
      UPDATE "Share" s SET "downloads" = s."downloads" + 1, "lastAccessAt" = now() FROM granted
      WHERE s."id" = granted."shareId" AND ${isLiveSql} RETURNING s."id", s."downloads", s."maxDownloads"
    ), recorded AS (
      INSERT INTO "ShareEvent" ("id", "shareId", "action", "fileId", "fileName", "fileCount", "address", "userAgent")
      SELECT ${event.id}::uuid, counted."id", ${event.action}, ${event.fileId}::uuid, ${event.fileName},
        ${event.fileCount}::int, ${event.address}, ${event.userAgent} FROM counted
    )
    SELECT "downloads", "maxDownloads" FROM counted`;
}

/** The last download was taken: its files are in one live link less. The sweep does it where a crash came between. */
function recountAfterLast(shareId: string): Promise<void> {
  return transaction(async (tx) => recountShares(tx, await fileIdsOf(tx, shareId)));
}
