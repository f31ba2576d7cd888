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

/** A PDF whose first page is filled with a colour (red, green, blue, each 0…1) and says a word in Helvetica. */
export const colouredPdf = (name: string, colour: [number, number, number]): MadeFile =>
  onePagePdf(name, `${colour.join(' ')} rg 0 0 300 400 re f 1 1 1 rg BT /F1 40 Tf 60 200 Td (Sluice) Tj ET`, [
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]);

/** A PDF that says 水門 in Shift JIS, as Japanese programs write it: the font is named, not brought along. */
export const japanesePdf = (name: string): MadeFile =>
  onePagePdf(name, 'BT /F1 140 Tf 10 150 Td <908596E5> Tj ET', [
    '<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5/Encoding/90ms-RKSJ-H/DescendantFonts[6 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiKakuGo-W5/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 7 0 R>>',
    '<</Type/FontDescriptor/FontName/HeiseiKakuGo-W5/Flags 4/FontBBox[-92 -250 1010 922]/ItalicAngle 0/Ascent 752/Descent -221/CapHeight 737/StemV 114>>',
  ]);

/** A page of 300 × 400; its font /F1 is the first of `fonts`, object 5. */
function onePagePdf(name: string, drawing: string, fonts: string[]): MadeFile {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${drawing.length}>>stream\n${drawing}\nendstream`,
    ...fonts,
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj${object}endobj\n`).join('');
  return {
    name,
    mimeType: 'application/pdf',
    buffer: Buffer.from(`%PDF-1.4\n${body}trailer<</Root 1 0 R>>\n%%EOF\n`),
  };
}

/** Silence of so many seconds: PCM, 8 kHz, 8 bit. */
export function wav(name: string, seconds: number): MadeFile {
  const [rate, header] = [8_000, Buffer.alloc(44)];
  const samples = Buffer.alloc(rate * seconds, 128);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return { name, mimeType: 'audio/wav', buffer: Buffer.concat([header, samples]) };
}

/** What begins like an MP4 and goes on as noise: no browser plays it. */
export const brokenMp4 = (name: string): MadeFile => ({
  name,
  mimeType: 'video/mp4',
  buffer: Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1'), randomBytes(5_000)]),
});

/** Two frames, red and blue, shown in turn for 0.2 s each. */
export async function movingGif(name: string): Promise<MadeFile> {
  const frame = (background: string) =>
    sharp({ create: { width: 60, height: 40, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = [await frame('#e63946'), await frame('#1d3557')];
  const buffer = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [200, 200], loop: 0 })
    .toBuffer();
  return { name, mimeType: 'image/gif', buffer };
}
