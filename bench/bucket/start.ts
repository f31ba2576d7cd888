import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeCompiled } from '../../lib/bucket/testing/compile';
import { callsOn } from '../../lib/bucket/testing/objects';
import { memoryOf, spawnBucket } from '../../lib/bucket/testing/process';
import { seed, seededKey } from '../../lib/bucket/testing/seed';

const { values } = parseArgs({ options: { objects: { type: 'string', default: '1000000' } } });
const count = Number(values.objects);

/** `npm run bench:bucket-start`: how long a start takes with many objects, and a few calls after it. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-start-'));
  try {
    const seconds = await timed(async () => seed(folder, { count, as: 'files' }));
    console.log(`${count} objects seeded in ${seconds.toFixed(1)} s`);
    await start('first start after a kill', folder, 'kill');
    await start('after another kill', folder, 'kill');
    await start('after a kill, all names cached', folder, 'stop');
    await start('after a clean stop', folder, 'stop');
    await rm(join(folder, 'index.db'));
    await start('without its index: made again from the files', folder, 'stop');
  } finally {
    await removeCompiled();
    await rm(folder, { recursive: true, force: true });
  }
}

async function start(name: string, dataDir: string, end: 'kill' | 'stop'): Promise<void> {
  const bucket = await spawnBucket({ dataDir });
  const calls = callsOn(bucket.endpoint);
  const key = seededKey(Math.floor(count / 2));
  const first = await timed(() => calls.get(key));
  const page = await timed(() =>
    calls.call('', {
      query: [
        ['list-type', '2'],
        ['prefix', 'folder-3/'],
      ],
    }),
  );
  const { peakMiB } = await memoryOf(bucket.child.pid ?? 0);
  const ms = (seconds: number) => `${(seconds * 1000).toFixed(0)} ms`;
  console.log(
    `${name}: listens after ${ms(bucket.startMs / 1000)}, of which comparing ${bucket.recoveredMs()} ms; ` +
      `first GET ${ms(first)}, page of 1,000 ${ms(page)}, peak memory ${peakMiB.toFixed(0)} MiB`,
  );
  await bucket[end]();
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await task();
  return (performance.now() - begin) / 1000;
}

await main();
