import 'server-only';
import { hasRendition } from '@/lib/contracts/previewable';
import { db } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import { isStorageError } from '@/lib/storage/errors';
import { drawRenditions, type Renditions } from './draw-renditions';
import { readPicture } from './read-picture';
import { putRenditions, settleThumbnail } from './settle-thumbnail';

/**
 * Makes the renditions of an image off the request path. A picture that cannot be drawn, or is too large to be, keeps
 * its icon (state failed); an unreachable bucket throws, and the queue tries again.
 */
export async function makeThumbnail(fileId: string): Promise<void> {
  const file = await db().file.findUnique({ where: { id: fileId } });
  // Since the job was made, a video may have taken the image's place: what is pending then is its uploader's preview.
  if (file?.thumbnailState !== 'pending' || !hasRendition(file.mime)) return;
  const drawn = await draw(file);
  if (!drawn) return settleThumbnail(file.objectKey, { thumbnailState: 'failed' });
  await putRenditions(file.objectKey, drawn);
  const { placeholder, width, height } = drawn;
  await settleThumbnail(file.objectKey, { thumbnailState: 'ready', placeholder, width, height });
}

/** null for what will never be drawn: no picture, a broken one, one beyond the limits. */
async function draw(file: Parameters<typeof readPicture>[0] & { id: string }): Promise<Renditions | null> {
  try {
    return await drawRenditions(await readPicture(file));
  } catch (error) {
    if (isStorageError(error)) throw error;
    log.info({ fileId: file.id, detail: String(error) }, 'thumbnail.refused');
    return null;
  }
}
