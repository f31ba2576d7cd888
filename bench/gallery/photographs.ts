import sharp from 'sharp';

const base = { width: 800, height: 600 };
const octaves = [4, 8, 16, 32, 64, 128, 256];

/**
 * A JPEG with the statistics of a photograph: noise whose strength falls with its frequency, as in pictures of the
 * world, and the fine grain of a sensor. A flat drawing or plain noise would compress far better or far worse.
 */
export async function photograph(width: number, height: number): Promise<Buffer> {
  const layers = await Promise.all(octaves.map(layer));
  const pixels = Buffer.alloc(base.width * base.height * 3);
  for (let at = 0; at < pixels.length; at += 1) {
    let sum = 128;
    for (const { data, strength } of layers) sum += ((data[at] ?? 128) - 128) * strength;
    pixels[at] = Math.max(0, Math.min(255, sum));
  }
  const grain = {
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 6 },
    },
  } as const;
  const grown = sharp(pixels, { raw: { ...base, channels: 3 } }).resize(width, height, { kernel: 'cubic' });
  const input = await sharp(grain).raw().toBuffer();
  return grown
    .composite([{ input, raw: { width, height, channels: 3 }, blend: 'soft-light' }])
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** Noise of so many cells across, grown to the size of the base. */
async function layer(cells: number): Promise<{ data: Buffer; strength: number }> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const data = await sharp({
    create: {
      width: cells,
      height: Math.ceil((cells * 3) / 4),
      channels: 3,
      background: '#808080',
      noise,
    },
  })
    .resize(base.width, base.height, { kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
  return { data, strength: Math.sqrt(4 / cells) };
}
