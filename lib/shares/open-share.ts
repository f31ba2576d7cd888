import 'server-only';
import type { Origin, VisitorActor } from '@/lib/access/actor';
import { AppError } from '@/lib/contracts/errors';
import type { ShareKind, ShareLabel } from '@/lib/contracts/shares';
import { hashToken } from '@/lib/platform/crypto';
import { db } from '@/lib/platform/db';
import { shareStateOf } from './share-row';
import { isUnlocked } from './unlock-cookie';

/** What somebody brings who follows a link. */
export type Visit = {
  slug: string;
  /** The visitor's own cookie; null at the first visit. */
  visitorId: string | null;
  /** The unlock cookie for a share, as the browser sent it. */
  unlockOf: (shareId: string) => string | null;
  origin: Origin;
};

export type FoundShare = {
  id: string;
  ownerId: string;
  ownerName: string;
  slug: string;
  kind: ShareKind;
  label: ShareLabel | null;
  folderId: string | null;
  folderName: string | null;
  passwordHash: string | null;
  passwordVersion: number;
  allowDownload: boolean;
  note: string | null;
  expiresAt: Date | null;
  maxDownloads: number | null;
  downloads: number;
  revokedAt: Date | null;
  ownerActive: boolean;
  contentThere: boolean;
  /** Whether this visitor has a download under way; it outlives the last one counted. */
  hasGrant: boolean;
  fileCount: number;
  firstName: string | null;
};

export type Opened =
  | { state: 'unavailable'; shareId: string | null }
  | { state: 'locked'; share: FoundShare }
  | { state: 'open'; share: FoundShare; visitor: VisitorActor };

/** The one answer for links that are unknown, expired, revoked or used up. */
export const linkUnavailable = () =>
  new AppError('link_unavailable', {
    detail: 'This link does not exist or is not available any more. Ask whoever sent it for a new one.',
  });
const linkLocked = () =>
  new AppError('link_locked', { detail: 'This link asks for its password. Open its page and enter it.' });

const slugShape = /^[A-Za-z0-9_-]{3,64}$/;
/** What is stored of a visitor's cookie. */
const visitorHashOf = (visitorId: string | null): string => (visitorId === null ? '' : hashToken(visitorId));

/**
 * The share under slug with all that decides about it, in one statement whose plan is the same whether there is one or
 * not: what is unknown, expired, revoked or used up takes the same time.
 */
async function findShare(slug: string, visitorHash: string): Promise<FoundShare | null> {
  const wanted = slugShape.test(slug) ? slug : '';
  const [row] = await db().$queryRaw<FoundShare[]>`
    SELECT s."id", s."ownerId", s."slug", s."kind"::text AS kind, s."label"::text AS label, s."folderId", s."passwordHash",
      s."passwordVersion", s."allowDownload", s."note", s."expiresAt", s."maxDownloads", s."downloads", s."revokedAt",
      o."name" AS "ownerName", o."status" = 'active' AND o."deletedAt" IS NULL AS "ownerActive", d."name" AS "folderName",
      CASE WHEN s."folderId" IS NULL THEN items.count > 0
        ELSE d."trashedAt" IS NULL AND d."ownerId" = s."ownerId" END AS "contentThere",
      items.count::int AS "fileCount", items.first AS "firstName",
      EXISTS (SELECT 1 FROM "DownloadGrant" g WHERE g."shareId" = s."id" AND g."visitorHash" = ${visitorHash}
        AND g."expiresAt" > now()) AS "hasGrant"
    FROM (SELECT ${wanted}::text AS slug) asked
    LEFT JOIN "Share" s ON s."slug" = asked.slug
    LEFT JOIN "User" o ON o."id" = s."ownerId"
    LEFT JOIN "Folder" d ON d."id" = s."folderId"
    LEFT JOIN LATERAL (
      SELECT count(*) AS count, (array_agg(f."name" ORDER BY i."position"))[1] AS first FROM "ShareItem" i
      JOIN "File" f ON f."id" = i."fileId" AND f."trashedAt" IS NULL AND f."ownerId" = s."ownerId"
      WHERE i."shareId" = s."id") items ON true`;
  return row?.id ? row : null;
}

function isAvailable(share: FoundShare, kind: ShareKind): boolean {
  const state = shareStateOf(share);
  const goesOn = state === 'active' || (state === 'used_up' && share.hasGrant);
  return goesOn && share.kind === kind && share.ownerActive && share.contentThere;
}

/** What a visit of a link of this kind comes to. Decides everything; records nothing. */
export async function openShare(visit: Visit, kind: ShareKind = 'share'): Promise<Opened> {
  const visitorHash = visitorHashOf(visit.visitorId);
  const share = await findShare(visit.slug, visitorHash);
  if (!share || !isAvailable(share, kind)) return { state: 'unavailable', shareId: share?.id ?? null };
  if (share.passwordHash !== null && !isUnlocked(share, visit.unlockOf(share.id)))
    return { state: 'locked', share };
  return {
    state: 'open',
    share,
    visitor: { type: 'visitor', shareId: share.id, visitorHash, origin: visit.origin },
  };
}

/** The open share of a visit. Throws link_unavailable, link_locked. */
export async function requireOpen(visit: Visit): Promise<Extract<Opened, { state: 'open' }>> {
  const opened = await openShare(visit);
  if (opened.state === 'unavailable') throw linkUnavailable();
  if (opened.state === 'locked') throw linkLocked();
  return opened;
}

/** Whether visitors may look at originals: only where a look is neither forbidden nor a download that counts. */
export const showsOriginals = (share: FoundShare): boolean =>
  share.allowDownload && share.maxDownloads === null;
