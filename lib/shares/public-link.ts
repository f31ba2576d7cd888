import 'server-only';
import { signDownload } from '@/lib/files/presign-files';
import { createPresigner } from '@/lib/storage/presign';
import { visitorUrlSeconds } from './download-share';
import { linkUnavailable, openShare, type Visit } from './open-share';
import { noteShareAccess } from './share-events';
import { liveFiles, scopeOf } from './shared-files';

/** What a page of somebody else may embed: pictures of pixels, sound, film, PDF. All else is saved, not shown. */
const embeddable =
  /^(image\/(jpeg|png|apng|gif|webp|avif|bmp|tiff|heic|heif)|video\/[\w.+-]+|audio\/[\w.+-]+|application\/pdf)$/;

/** Today's signed URL of a published file. Throws link_unavailable. */
export async function openPublicLink(visit: Visit): Promise<string> {
  const opened = await openShare(visit, 'public');
  if (opened.state !== 'open') throw linkUnavailable();
  const [file] = await liveFiles(scopeOf(opened.share), { limit: 1 });
  if (!file) throw linkUnavailable();
  await noteShareAccess({ shareId: opened.share.id, action: 'opened', origin: visit.origin, file });
  const presigner = await createPresigner();
  const disposition = embeddable.test(file.mime) ? 'inline' : 'attachment';
  return signDownload(presigner, { file, disposition, expiresInSeconds: visitorUrlSeconds }).url;
}
