import 'server-only';
import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { VisitorActor } from '@/lib/access/actor';
import { type Tx, transaction } from '@/lib/platform/db';
import { linkUnavailable } from './open-share';
import { recordShareEvent } from './share-events';
import { fileIdsOf, isLiveSql, recountShares } from './share-row';

/** A download, once counted, may be signed again for this long: broken connections, ranges, the windows of a ZIP. */
const grantSeconds = 24 * 3600;

/** What is downloaded: one file, a selection, or everything there is. */
export type Selection = 'all' | string[];

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
 * conditional UPDATE. Grant, count and event are one transaction, and the grant's unique row comes first, so that two
 * clicks of one visitor are one download and N visitors take no more than what is left. Throws link_unavailable.
 */
export function takeGrant(visitor: VisitorActor, { selection, file, fileCount }: Take): Promise<Grant> {
  const { shareId, visitorHash, origin } = visitor;
  const event = {
    shareId,
    origin,
    ...(file ? { file } : {}),
    ...(fileCount === undefined ? {} : { fileCount }),
  };
  return transaction(async (tx) => {
    const fresh = await tx.$queryRaw<unknown[]>`
      INSERT INTO "DownloadGrant" ("id", "shareId", "visitorHash", "selectionKey", "createdAt", "expiresAt")
      SELECT ${uuidv7()}::uuid, ${shareId}::uuid, ${visitorHash}, ${selectionKeyOf(selection)}, now(),
        now() + ${grantSeconds} * interval '1 second'
      ON CONFLICT ("shareId", "visitorHash", "selectionKey") DO UPDATE
        SET "createdAt" = excluded."createdAt", "expiresAt" = excluded."expiresAt"
        WHERE "DownloadGrant"."expiresAt" <= now()
      RETURNING 1`;
    if (fresh.length === 0) {
      const share = await tx.share.findUniqueOrThrow({ where: { id: shareId } });
      return { counted: false, downloadsRemaining: remaining(share) };
    }
    const [counted] = await tx.$queryRaw<Counted[]>`
      UPDATE "Share" s SET "downloads" = s."downloads" + 1, "lastAccessAt" = now()
      WHERE s."id" = ${shareId}::uuid AND ${isLiveSql} RETURNING s."downloads", s."maxDownloads"`;
    if (!counted) throw linkUnavailable();
    await recordShareEvent(tx, { ...event, action: 'downloaded' });
    if (counted.downloads === counted.maxDownloads) await endOf(tx, shareId);
    return { counted: true, downloadsRemaining: remaining(counted) };
  });
}

/** The last download was taken: its files are in one live link less. */
async function endOf(tx: Tx, shareId: string): Promise<void> {
  await recountShares(tx, await fileIdsOf(tx, shareId));
}
