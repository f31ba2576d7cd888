import 'server-only';
import type { OpenShare, VisitedShare } from '@/lib/contracts/visits';
import { type FoundShare, linkUnavailable, type Opened, showsOriginals } from './open-share';
import { scopeOf, sumOf } from './shared-files';

/** What an open share is called for its visitors. */
function titleOf(share: FoundShare): string {
  if (share.folderName !== null) return share.folderName;
  if (share.fileCount === 1) return share.firstName ?? 'A file';
  return `${share.fileCount} files`;
}

/** An open share as its visitors see it. */
export async function toOpenShare(share: FoundShare): Promise<OpenShare> {
  return {
    state: 'open',
    title: titleOf(share),
    owner: share.ownerName,
    ...(share.note ? { note: share.note } : {}),
    ...(share.label ? { label: share.label } : {}),
    isFolder: share.folderId !== null,
    ...(await sumOf(scopeOf(share))),
    allowDownload: share.allowDownload,
    originalsPreviewed: showsOriginals(share),
    expiresAt: share.expiresAt?.toISOString() ?? null,
    downloadsRemaining:
      share.maxDownloads === null ? null : Math.max(0, share.maxDownloads - share.downloads),
  };
}

/** Open or locked, as the API says it; a locked share tells nothing else. Throws link_unavailable. */
export async function toVisited(opened: Opened): Promise<VisitedShare> {
  switch (opened.state) {
    case 'unavailable':
      throw linkUnavailable();
    case 'locked':
      return { state: 'locked' };
    case 'open':
      return toOpenShare(opened.share);
    default:
      return opened satisfies never;
  }
}
