import 'server-only';
import { pipeline } from 'node:stream/promises';
import sharp, { type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { objectIdOf, thumbnailWidths } from '@/lib/files/to-file-dto';
import { db } from '@/lib/platform/db';
import { getObjectStream } from '@/lib/storage/get-object';
import { thumbnailKey } from '@/lib/storage/keys';
import { putObject } from '@/lib/storage/put-object';

/** A picture with more pixels is shown as its icon: decoding it would take more memory than a worker should. */
const maxPixels = 120_000_000;
/** ThumbHash takes at most 100 × 100. */
const placeholderEdge = 100;

type Renditions = { webp: Map<number, Buffer>; placeholder: string; width: number; height: number };

/** Draws renditions and the placeholder of one picture; rotation of the camera is honoured. Throws for what sharp cannot read. */
async function draw(source: Sharp): Promise<Renditions> {
  const upright = source.autoOrient();
  const [large] = [...thumbnailWidths].sort((a, b) => b - a);
  const { data, info } = await upright
    .clone()
    .resize({ width: large, height: large, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 78 })
    .toBuffer({ resolveWithObject: true });
  const webp = new Map<number, Buffer>();
  for (const width of thumbnailWidths) {
    const edge = { width, height: width, fit: 'inside', withoutEnlargement: true } as const;
    webp.set(width, width === large ? data : await sharp(data).resize(edge).webp({ quality: 75 }).toBuffer());
  }
  const tiny = await sharp(data)
    .resize({ width: placeholderEdge, height: placeholderEdge, fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const placeholder = Buffer.from(rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data)).toString(
    'base64',
  );
  return { webp, placeholder, width: info.width, height: info.height };
}

/**
 * Makes the renditions of a file off the request path. A picture that cannot be drawn keeps its icon (state failed);
 * an unreachable bucket throws, and the queue tries again.
 */
export async function makeThumbnail(fileId: string): Promise<void> {
  const file = await db().file.findUnique({ where: { id: fileId } });
  if (file?.thumbnailState !== 'pending') return;
  const { stream } = await getObjectStream(file.objectKey);
  const source = sharp({ limitInputPixels: maxPixels, sequentialRead: true, failOn: 'error' });
  const size: { width?: number; height?: number } = {};
  source.metadata().then(
    (found) => Object.assign(size, found.autoOrient),
    () => undefined,
  );
  const drawn = await Promise.all([draw(source), pipeline(stream, source)]).then(
    ([renditions]) => renditions,
    (error: unknown) => {
      if (stream.errored && stream.errored === error) throw error;
      return null;
    },
  );
  if (drawn) {
    for (const [width, bytes] of drawn.webp) {
      await putObject({
        key: thumbnailKey(objectIdOf(file.objectKey), width),
        body: bytes,
        contentType: 'image/webp',
      });
    }
  }
  await db().file.updateMany({
    where: { id: fileId, objectKey: file.objectKey },
    data: drawn
      ? {
          thumbnailState: 'ready',
          placeholder: drawn.placeholder,
          width: size.width ?? drawn.width,
          height: size.height ?? drawn.height,
        }
      : { thumbnailState: 'failed' },
  });
}
