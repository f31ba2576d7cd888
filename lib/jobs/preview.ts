import 'server-only';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { PictureType } from '@/lib/contracts/common';
import { deleteObjectsLater } from '@/lib/files/delete-files';
import { db } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import type { Tasks } from '@/lib/platform/queue';
import { readExactly } from '@/lib/storage/read-exactly';
import { drawRenditions, type Renditions } from './draw-renditions';
import { putRenditions, settleThumbnail } from './settle-thumbnail';

/** Our own uploader draws at most 1,280 × 1,280. Far stricter than for images: nobody's original is at stake. */
const maxPixels = 16_000_000;

/**
 * Draws the picture that an uploader made of a video or PDF anew, into the renditions every image has; the uploaded
 * bytes are never served, and deleted afterwards. What is no picture leaves the icon (state failed); what is gone by
 * now leaves the file open for another try (state none). An unreachable bucket throws, and the queue tries again.
 */
export async function drawPreview({ objectKey, previewId }: Tasks['preview']): Promise<void> {
  const staged = await db().objectDeletion.findUnique({ where: { id: previewId } });
  const read = staged ? await readExactly(staged.objectKey, Number(staged.sizeBytes)) : null;
  if (!staged || !read || read.outcome === 'missing')
    return settleThumbnail(objectKey, { thumbnailState: 'none' });

  const drawn = read.outcome === 'read' ? await draw(read.bytes, previewId) : null;
  if (drawn) await putRenditions(objectKey, drawn);
  await settleThumbnail(
    objectKey,
    drawn ? { thumbnailState: 'ready', placeholder: drawn.placeholder } : { thumbnailState: 'failed' },
    // Deleted now; its own row deletes it once more when no URL can write it any more.
    (tx) => deleteObjectsLater(tx, [{ objectKey: staged.objectKey, reason: 'preview drawn' }]),
  );
}

/** null for what is no JPEG, PNG or WebP that can be decoded whole within the limits. */
async function draw(bytes: Buffer, previewId: string): Promise<Renditions | null> {
  try {
    const type = await fileTypeFromBuffer(bytes);
    if (!PictureType.safeParse(type?.mime).success) throw new Error(`${type?.mime ?? 'This'} is no picture.`);
    return await drawRenditions(sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' }));
  } catch (error) {
    // Truncated, hostile or too large: whatever the decoder says, it is not a picture for us.
    log.info({ previewId, detail: String(error) }, 'preview.refused');
    return null;
  }
}
