import { maxPreviewBytes } from '@/lib/contracts/previewable';
import { CannotShow } from './sight';

/** Every browser writes JPEG; noise may need a second or third try to become small enough. */
const qualities = [0.85, 0.6, 0.3];

/** What is drawn on a canvas as a JPEG that the server takes. */
export async function toJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  for (const quality of qualities) {
    const blob = await encode(canvas, quality);
    if (blob && blob.size <= maxPreviewBytes) return blob;
  }
  throw new CannotShow('The picture does not become small enough.');
}

const encode = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));

/** A canvas of this size and its pen. Throws CannotShow where the browser has no memory for it. */
export function createCanvas({ width, height }: { width: number; height: number }) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new CannotShow('No canvas.');
  return { canvas, pen };
}
