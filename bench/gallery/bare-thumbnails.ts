import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Drawn } from './thumbnails';

/** Two renditions of every picture of a folder as the worker makes them, two pictures at once as it does, and no more. */
const dir = process.argv[2] ?? '';
const names = readdirSync(dir);
const started = performance.now();
await Promise.all([drawRest(), drawRest()]);
const drawn: Drawn = {
  seconds: (performance.now() - started) / 1000,
  peakMib: process.resourceUsage().maxRSS / 1024,
};
process.send?.(drawn);
process.disconnect();

async function drawRest(): Promise<void> {
  for (let name = names.pop(); name; name = names.pop()) await draw(path.join(dir, name));
}

async function draw(file: string): Promise<void> {
  const within = (edge: number) =>
    ({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true }) as const;
  const large = await sharp(await readFile(file))
    .autoOrient()
    .resize(within(1280))
    .webp({ quality: 78, effort: 3 })
    .toBuffer();
  await sharp(large).resize(within(320)).webp({ quality: 75, effort: 3 }).toBuffer();
}
