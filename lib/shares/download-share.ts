import 'server-only';
import type { Presign } from '@/lib/contracts/common';
import { forbidden, notFound, toProblem } from '@/lib/contracts/errors';
import { type DownloadedShare, type DownloadShare, signedAtOnce } from '@/lib/contracts/visits';
import { mayShowInline, signDownload } from '@/lib/files/presign-files';
import { createPresigner } from '@/lib/storage/presign';
import { type FoundShare, requireOpen, showsOriginals, type Visit } from './open-share';
import { noteShareAccess } from './share-events';
import { liveFiles, type SharedFile, scopeOf } from './shared-files';
import { type Grant, takeGrant } from './take-grant';

/** RULES: a visitor's URL to an original lives this long. */
export const visitorUrlSeconds = 60;

const viewOnly = () =>
  forbidden('This link is for looking only. Ask whoever sent it for one that allows downloads.');

function chosen(share: FoundShare, ids: string[]): Promise<SharedFile[]> {
  return liveFiles(scopeOf(share), { ids, limit: ids.length });
}

async function getShared(share: FoundShare, fileId: string): Promise<SharedFile> {
  const [file] = await chosen(share, [fileId]);
  if (!file) throw notFound('No such file');
  return file;
}

/** One file, counted: its name is in the event, its signature ends in a minute. Throws as downloadShare. */
export async function downloadOne(visit: Visit, fileId: string): Promise<{ presign: Presign } & Grant> {
  const { share, visitor } = await requireOpen(visit);
  if (!share.allowDownload) throw viewOnly();
  const file = await getShared(share, fileId);
  const grant = await takeGrant(visitor, { selection: [file.id], file });
  if (!grant.counted)
    await noteShareAccess({ shareId: share.id, action: 'signed_again', origin: visit.origin, file });
  const presigner = await createPresigner();
  return {
    presign: signDownload(presigner, {
      file,
      disposition: 'attachment',
      expiresInSeconds: visitorUrlSeconds,
    }),
    ...grant,
  };
}

/** The files of a selection to sign now, by id. Throws not_found where nothing of the selection is shared. */
async function selected(share: FoundShare, { ids, sign }: DownloadShare) {
  const inSelection = ids ? [...new Set(ids)] : null;
  const files = inSelection
    ? await chosen(share, inSelection)
    : await liveFiles(scopeOf(share), { limit: signedAtOnce, ...(sign ? { ids: sign } : {}) });
  if (files.length === 0) throw notFound('No such file');
  const wanted = sign ?? (inSelection ?? files.map(({ id }) => id)).slice(0, signedAtOnce);
  const allowed = new Map(files.map((file) => [file.id, file]));
  // What was asked for, not what is there: a file trashed between two windows of a ZIP makes no second download.
  return { wanted, allowed, selection: inSelection ?? ('all' as const) };
}

/**
 * Counts one download (visitor × file or selection, 24 hours) and signs it for a minute. The same call again signs
 * again and counts nothing. Throws link_unavailable, link_locked, forbidden (view-only), not_found.
 */
export async function downloadShare(visit: Visit, body: DownloadShare): Promise<DownloadedShare> {
  if (body.fileId !== undefined) return downloadOne(visit, body.fileId);
  const { share, visitor } = await requireOpen(visit);
  if (!share.allowDownload) throw viewOnly();
  const { wanted, allowed, selection } = await selected(share, body);
  const counted = selection === 'all' ? {} : { fileCount: selection.length };
  const grant = await takeGrant(visitor, { selection, ...counted });
  if (!grant.counted)
    await noteShareAccess({ shareId: share.id, action: 'signed_again', origin: visit.origin });
  const presigner = await createPresigner();
  const missing = toProblem(notFound('No such file'), visit.origin.requestId);
  const items = wanted.map((id) => {
    const file = allowed.get(id);
    if (!file) return { id, error: missing };
    const presign = signDownload(presigner, {
      file,
      disposition: 'attachment',
      expiresInSeconds: visitorUrlSeconds,
    });
    return { id, presign };
  });
  return { items, ...grant };
}

/** An original to look at, not counted: only where downloads are allowed without limit. Throws as downloadShare. */
export async function previewShare(visit: Visit, fileId: string): Promise<Presign> {
  const { share } = await requireOpen(visit);
  if (!showsOriginals(share)) throw forbidden('This link shows small previews only.');
  const file = await getShared(share, fileId);
  if (!mayShowInline(file.mime))
    throw forbidden('There is no preview of this kind of file. Download it instead.');
  await noteShareAccess({ shareId: share.id, action: 'previewed', origin: visit.origin, file });
  const presigner = await createPresigner();
  return signDownload(presigner, { file, disposition: 'inline', expiresInSeconds: visitorUrlSeconds });
}
