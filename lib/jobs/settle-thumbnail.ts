import 'server-only';
import { deleteObjectsLater, renditionDeletions } from '@/lib/files/delete-files';
import { objectIdOf } from '@/lib/files/to-file-dto';
import { type Tx, transaction } from '@/lib/platform/db';
import { thumbnailKey } from '@/lib/storage/keys';
import { putObject } from '@/lib/storage/put-object';
import type { Renditions } from './draw-renditions';

/** Writes the renditions of the content under objectKey into the bucket. */
export async function putRenditions(objectKey: string, { webp }: Renditions): Promise<void> {
  for (const [width, body] of webp) {
    await putObject({ key: thumbnailKey(objectIdOf(objectKey), width), body, contentType: 'image/webp' });
  }
}

type Outcome =
  | { thumbnailState: 'ready'; placeholder: string; width?: number; height?: number }
  | { thumbnailState: 'failed' | 'none' };

/**
 * Ends the pending state of a content where it is shown now: in its file, or in the version it has become meanwhile.
 * One that somebody settled stays as it is; one that was deleted meanwhile has its renditions deleted too. `also` is
 * done in the same transaction.
 */
export async function settleThumbnail(
  objectKey: string,
  data: Outcome,
  also: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  await transaction(async (tx) => {
    const where = { objectKey, thumbnailState: 'pending' } as const;
    const ofFile = await tx.file.updateMany({ where, data });
    const { count } = ofFile.count > 0 ? ofFile : await tx.fileVersion.updateMany({ where, data });
    if (count === 0) await lookWhy(tx, objectKey);
    await also(tx);
  });
}

/** One statement, one moment: a content is always in exactly one of the two tables until it is deleted. */
async function lookWhy(tx: Tx, objectKey: string): Promise<void> {
  const [live] = await tx.$queryRaw<{ state: string }[]>`
    SELECT "thumbnailState"::text AS state FROM "File" WHERE "objectKey" = ${objectKey}
    UNION ALL SELECT "thumbnailState"::text FROM "FileVersion" WHERE "objectKey" = ${objectKey}`;
  if (!live) await deleteObjectsLater(tx, renditionDeletions(objectKey, 'content deleted'));
  // It moved between the two statements before: the queue's next try finds it where it is.
  else if (live.state === 'pending') throw new Error('The content was replaced or restored at this moment.');
}
