import 'server-only';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';

const accepted = new Set(['image/jpeg', 'image/png', 'image/webp']);
const sidePx = 256;
/** 40 megapixels: any phone's photo, and 160 MB decoded at most. */
const maxPixels = 40_000_000;

/**
 * The picture in bytes as a square WebP of 256 px, upright, without metadata (position, camera, thumbnail inside).
 * Null where the bytes are not a JPEG, PNG or WebP that can be decoded whole.
 */
export async function toAvatar(bytes: Buffer): Promise<Buffer | null> {
  try {
    const type = await fileTypeFromBuffer(bytes);
    if (!type || !accepted.has(type.mime)) return null;
    return await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
      .autoOrient()
      .resize(sidePx, sidePx, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer();
  } catch {
    // Truncated, hostile or too large: whatever the decoder says, it is not a picture for us.
    return null;
  }
}
