import 'server-only';
import sharp, { type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { thumbnailWidths } from '@/lib/files/to-file-dto';

/** ThumbHash takes at most 100 × 100. */
const placeholderEdge = 100;

/** WebP by width, the placeholder, and the size of the whole picture as it is looked at. */
export type Renditions = { webp: Map<number, Buffer>; placeholder: string; width: number; height: number };

const within = (edge: number) =>
  ({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true }) as const;

/** Draws renditions and placeholder of one picture; rotation of the camera is honoured. Throws for what sharp cannot read. */
export async function drawRenditions(source: Sharp): Promise<Renditions> {
  const { autoOrient } = await source.metadata();
  const [small, large] = thumbnailWidths;
  const largest = await source
    .clone()
    .autoOrient()
    .resize(within(large))
    .webp({ quality: 78, effort: 3 })
    .toBuffer();
  const smallest = await sharp(largest).resize(within(small)).webp({ quality: 75, effort: 3 }).toBuffer();
  const tiny = await sharp(smallest)
    .resize(within(placeholderEdge))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const placeholder = rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data);
  return {
    webp: new Map([
      [small, smallest],
      [large, largest],
    ]),
    placeholder: Buffer.from(placeholder).toString('base64'),
    width: autoOrient.width,
    height: autoOrient.height,
  };
}
