import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Setting } from './measures';
import type { Contest } from './page/run';

/** The page's heap while one sparse file of 20 GB goes up, and while 10,000 files of 10 kB do. */
export async function measureMemory({ bench, sizeMebibytes }: Setting): Promise<void> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-sparse-'));
  const file = path.join(dir, 'sparse.bin');
  try {
    writeFileSync(file, '');
    truncateSync(file, sizeMebibytes * 2 ** 20);
    await watch(`one sparse file of ${sizeMebibytes} MiB`, { contestant: 'sluice' }, file);
    await watch('10,000 files of 10 kB', {
      contestant: 'sluice',
      made: { count: 10_000, sizeBytes: 10_000 },
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }

  async function watch(what: string, contest: Contest, picked?: string): Promise<void> {
    let running = true;
    const begun = await bench.begin(contest, picked);
    const done = begun.done.finally(() => {
      running = false;
    });
    const samples: number[] = [];
    while (running) {
      samples.push((await bench.heapBytes()) / 1e6);
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    }
    const { seconds } = await done;
    const quarters = [0.1, 0.35, 0.6, 0.85].map((share) => samples[Math.floor(samples.length * share)] ?? 0);
    console.log(`\n${what}: ${seconds.toFixed(1)} s, heap after collection, MB`);
    console.log(
      `  along the way ${quarters.map((value) => value.toFixed(1)).join(', ')}; most ${Math.max(...samples).toFixed(1)}`,
    );
  }
}
