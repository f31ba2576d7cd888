import 'server-only';
import type { ListShareItemsQuery, VisitedShare, VisitorItem, VisitorItemPage } from '@/lib/contracts/visits';
import { objectIdOf, thumbnailWidths } from '@/lib/files/to-file-dto';
import { decodeCursor, toPage } from '@/lib/platform/keyset';
import { thumbnailKey } from '@/lib/storage/keys';
import { createPresigner, type Presigner } from '@/lib/storage/presign';
import { type FoundShare, type Opened, openShare, requireOpen, type Visit } from './open-share';
import { noteShareAccess } from './share-events';
import { liveFiles, type SharedFile, scopeOf } from './shared-files';
import { toVisited } from './to-visited';

/** RULES 10: thumbnails of shares are signed for minutes and never for a whole window. */
const thumbnailSeconds = 300;

/** Records a look at an open share; a refused one is for recordRefusal. */
async function recordView(opened: Opened, visit: Visit): Promise<void> {
  if (opened.state !== 'open') return;
  await noteShareAccess({ shareId: opened.share.id, action: 'viewed', origin: visit.origin });
}

/** What the link shows to this visitor. Throws link_unavailable. */
export async function visitShare(visit: Visit): Promise<VisitedShare> {
  const opened = await openShare(visit);
  await recordView(opened, visit);
  return toVisited(opened);
}

/** The same for the page, which needs the share itself too. */
export async function visitSharePage(visit: Visit): Promise<Opened> {
  const opened = await openShare(visit);
  await recordView(opened, visit);
  return opened;
}

/**
 * Records that somebody came to a link that is not available any more. Call it once the answer is on its way: what is
 * written for a known link only must not be felt in the time of the answer.
 */
export async function recordRefusal(visit: Visit, kind: 'share' | 'public' = 'share'): Promise<void> {
  const opened = await openShare(visit, kind);
  if (opened.state !== 'unavailable' || opened.shareId === null) return;
  await noteShareAccess({ shareId: opened.shareId, action: 'refused', origin: visit.origin });
}

function thumbnailsOf(presigner: Presigner, objectKey: string): NonNullable<VisitorItem['thumbnails']> {
  const [small, large] = thumbnailWidths;
  const url = (width: number) =>
    presigner.get({
      key: thumbnailKey(objectIdOf(objectKey), width),
      fileName: `${width}.webp`,
      contentType: 'image/webp',
      disposition: 'inline',
      cacheControl: `private, max-age=${thumbnailSeconds}`,
      expiresInSeconds: thumbnailSeconds,
    }).url;
  return { [small]: url(small), [large]: url(large) } as NonNullable<VisitorItem['thumbnails']>;
}

function toVisitorItem(file: SharedFile, presigner: Presigner): VisitorItem {
  return {
    id: file.id,
    name: file.name,
    ...(file.path === '' ? {} : { path: file.path }),
    size: Number(file.sizeBytes),
    mime: file.mime,
    extension: file.extension,
    kind: file.kind,
    ...(file.width === null ? {} : { width: file.width }),
    ...(file.height === null ? {} : { height: file.height }),
    ...(file.durationSeconds === null ? {} : { durationSeconds: file.durationSeconds }),
    ...(file.placeholder === null ? {} : { placeholder: file.placeholder }),
    ...(file.thumbnailState === 'ready' ? { thumbnails: thumbnailsOf(presigner, file.objectKey) } : {}),
  };
}

/** A page of what an open share shows, by keyset. The caller has opened it. */
export async function listItems(share: FoundShare, query: ListShareItemsQuery): Promise<VisitorItemPage> {
  const after = decodeCursor(query.cursor, share.folderId === null ? 'number' : 'string');
  const [files, presigner] = await Promise.all([
    liveFiles(scopeOf(share), { after, limit: query.limit + 1 }),
    createPresigner(),
  ]);
  return toPage(files, {
    limit: query.limit,
    toItem: (file) => toVisitorItem(file, presigner),
    toCursor: (file) => [file.place, file.id],
  });
}

/** A page of the files of an open share. Throws link_unavailable, link_locked. */
export async function listShareItems(visit: Visit, query: ListShareItemsQuery): Promise<VisitorItemPage> {
  const { share } = await requireOpen(visit);
  return listItems(share, query);
}
