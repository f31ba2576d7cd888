import 'server-only';
import { objectIdOf } from '@/lib/files/to-file-dto';
import { db } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import { isStorageError } from '@/lib/storage/errors';
import { thumbnailKey } from '@/lib/storage/keys';
import { putObject } from '@/lib/storage/put-object';
import { drawRenditions, type Renditions } from './draw-renditions';
import { readPicture } from './read-picture';

/**
 * Makes the renditions of a file off the request path. A picture that cannot be drawn, or is too large to be, keeps its
 * icon (state failed); an unreachable bucket throws, and the queue tries again.
 */
export async function makeThumbnail(fileId: string): Promise<void> {
  const file = await db().file.findUnique({ where: { id: fileId } });
  if (file?.thumbnailState !== 'pending') return;
  const drawn = await draw(file);
  for (const [width, bytes] of drawn?.webp ?? []) {
    await putObject({
      key: thumbnailKey(objectIdOf(file.objectKey), width),
      body: bytes,
      contentType: 'image/webp',
    });
  }
  await db().file.updateMany({
    where: { id: fileId, objectKey: file.objectKey },
    data: drawn
      ? {
          thumbnailState: 'ready',
          placeholder: drawn.placeholder,
          width: drawn.width,
          height: drawn.height,
        }
      : { thumbnailState: 'failed' },
  });
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
