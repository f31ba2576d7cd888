import 'server-only';
import sharp, { type Sharp } from 'sharp';
import { toStorageError } from '@/lib/storage/errors';
import { getObjectStream, readRange } from '@/lib/storage/get-object';
import { decodeHeic } from './decode-heic';

/** A picture with more pixels is shown as its icon: decoding it would take more memory than a worker should. */
const maxPixels = 120_000_000;
/** A picture with more bytes too: sharp holds them all. */
const maxBytes = 128 * 2 ** 20;
/** Enough for the header of every format but some TIFFs. */
const headerBytes = 64 * 1024;

type Stored = { objectKey: string; mime: string; sizeBytes: bigint };

/** Bytes of a picture in the bucket, ready to be resized. Throws beyond the limits, before its bytes are read. */
export async function readPicture({ objectKey, mime, sizeBytes }: Stored): Promise<Sharp> {
  if (sizeBytes > maxBytes) throw new Error(`${sizeBytes} bytes are more than are read.`);
  const { bytes: header } = await readRange(objectKey, 0, headerBytes - 1);
  const { width = 0, height = 0 } = await sharp(header, { limitInputPixels: false })
    .metadata()
    // Cut short, some formats do not show their size yet: the limit below holds for them.
    .catch(() => ({ width: 0, height: 0 }));
  if (width * height > maxPixels) throw new Error(`${width} × ${height} pixels are too many.`);
  const bytes = await readAll(objectKey);
  if (!/^image\/hei[cf]/.test(mime)) {
    return sharp(bytes, { limitInputPixels: maxPixels, sequentialRead: true, failOn: 'error' });
  }
  const { data, ...raw } = await decodeHeic(bytes);
  return sharp(data, { raw: { ...raw, channels: 4 } });
}

async function readAll(objectKey: string): Promise<Buffer> {
  const { stream } = await getObjectStream(objectKey);
  try {
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece);
    return Buffer.concat(pieces);
  } catch (error) {
    throw toStorageError('GetObject', error);
  }
}
