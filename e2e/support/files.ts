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

/** The same picture in another format that sharp writes. */
export async function picture(name: string, format: 'webp' | 'gif'): Promise<MadeFile> {
  const buffer = await sharp({ create: { width: 120, height: 80, channels: 3, background: '#e76f51' } })
    .toFormat(format)
    .toBuffer();
  return { name, mimeType: `image/${format}`, buffer };
}

/** A second of silence: MPEG-1 layer III frames of 128 kbit/s whose bits are all zero. */
export function mp3(name = 'silence.mp3'): MadeFile {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]);
  return { name, mimeType: 'audio/mpeg', buffer: Buffer.concat(Array.from({ length: 39 }, () => frame)) };
}

/** A drawing that would mark the window it runs in. */
export const svg = (name = 'drawing.svg'): MadeFile => ({
  name,
  mimeType: 'image/svg+xml',
  buffer: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60" onload="top.ran=1"><script>top.ran=1</script><rect width="80" height="60" fill="teal"/></svg>',
  ),
});
