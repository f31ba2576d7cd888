import { createHash, randomBytes } from 'node:crypto';
import sharp from 'sharp';

export type MadeFile = { name: string; mimeType: string; buffer: Buffer };

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A photograph-like JPEG (noise over a gradient) with an EXIF rotation. */
export async function jpeg(
  name = 'holiday.jpg',
  { width = 800, height = 600, hue = 200 } = {},
): Promise<MadeFile> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" x2="1" y2="1">
    <stop offset="0" stop-color="hsl(${hue} 70% 70%)"/><stop offset="1" stop-color="hsl(${hue + 60} 60% 35%)"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#g)"/><circle cx="${width * 0.7}" cy="${height * 0.3}" r="${height / 8}" fill="#fff8"/></svg>`;
  const buffer = await sharp(Buffer.from(svg))
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 82 })
    .toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

export async function png(name = 'drawing.png'): Promise<MadeFile> {
  const buffer = await sharp({ create: { width: 320, height: 200, channels: 4, background: '#2a9d8f' } })
    .png()
    .toBuffer();
  return { name, mimeType: 'image/png', buffer };
}

/** The smallest PDF that viewers open: one empty page. */
export function pdf(name = 'paper.pdf'): MadeFile {
  const body = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(body) };
}

export const text = (name: string, content: string): MadeFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(content),
});

/** sizeBytes random bytes under a name whose type promises nothing. */
export const noise = (name: string, sizeBytes: number): MadeFile => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: randomBytes(sizeBytes),
});
