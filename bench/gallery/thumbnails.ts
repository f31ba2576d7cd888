import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { db } from '@/lib/platform/db';
import { createBucket } from '@/lib/storage/bucket';
import { createFile } from '@/scripts/testing/files';
import { actorOf, createPerson } from '@/scripts/testing/people';
import { type Bars, median } from './bars';
import { photograph } from './photographs';
import { startServices } from './services';

const goal = 0.7;
const rounds = 5;

/** What a process that drew pictures tells: its time without its own start, and the most memory it held. */
export type Drawn = { seconds: number; peakMib: number };
type Contestant = { name: string; script: string; argument: string; seen: Drawn[] };

/**
 * The worker (queue, bucket, database, placeholder and all) beside `sharp` drawing the same renditions of the same files
 * from the disk, each alone in a process that is started anew every round.
 */
export async function measureThumbnails(bars: Bars, { pictures }: { pictures: number }): Promise<void> {
  const services = await startServices();
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-pictures-'));
  try {
    const originals = await makeOriginals();
    await createBucket();
    const actor = actorOf(await createPerson());
    for (let index = 0; index < pictures; index += 1) {
      const { extension, mime, content } = originals[index % originals.length] as Original;
      const name = `${index}.${extension}`;
      writeFileSync(path.join(dir, name), content);
      await createFile(actor, { name, mime, kind: 'image', content });
    }
    const worker = { name: 'worker', script: 'worker-thumbnails.ts', argument: actor.userId, seen: [] };
    const bare = { name: 'bare sharp', script: 'bare-thumbnails.ts', argument: dir, seen: [] };
    await compare(bars, { worker, bare, pictures });
  } finally {
    rmSync(dir, { recursive: true, force: true });
    await services.stop();
  }
}

type Original = { extension: string; mime: string; content: Buffer };

/** What phones and screens make: photographs of 12 million pixels, and PNG of 3. */
async function makeOriginals(): Promise<Original[]> {
  const jpegs = await Promise.all(Array.from({ length: 4 }, () => photograph(4032, 3024)));
  const png = await sharp(await photograph(2000, 1500))
    .png({ compressionLevel: 6 })
    .toBuffer();
  const all = [...jpegs.map((content) => ({ extension: 'jpg', mime: 'image/jpeg', content }))];
  return [...all, { extension: 'png', mime: 'image/png', content: png }];
}

type Contest = { worker: Contestant; bare: Contestant; pictures: number };

async function compare(bars: Bars, { worker, bare, pictures }: Contest): Promise<void> {
  for (let round = 0; round < rounds; round += 1)
    for (const each of round % 2 === 0 ? [worker, bare] : [bare, worker]) {
      await db().file.updateMany({ data: { thumbnailState: 'pending' } });
      each.seen.push(await run(each));
    }
  const rate = ({ seen }: Contestant) => pictures / median(seen.map(({ seconds }) => seconds));
  const peak = ({ seen }: Contestant) => Math.max(...seen.map(({ peakMib }) => peakMib));
  for (const each of [worker, bare])
    console.log(`  ${each.name}: ${rate(each).toFixed(2)} pictures/s, at most ${peak(each).toFixed(0)} MiB`);
  bars.check('pictures a second against bare sharp', rate(worker) / rate(bare), { atLeast: goal });
  console.log(`  memory against bare sharp: ${(peak(worker) / peak(bare)).toFixed(2)}x`);
}

function run({ script, argument }: Contestant): Promise<Drawn> {
  const child = fork(path.join(import.meta.dirname, script), [argument]);
  return new Promise((resolve, reject) => {
    let drawn: Drawn | null = null;
    child.once('message', (message) => {
      drawn = message as Drawn;
    });
    child.once('exit', (code) =>
      drawn ? resolve(drawn) : reject(new Error(`${script} ended with ${code}.`)),
    );
  });
}
