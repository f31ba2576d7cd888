import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { makeBigFile } from '@/e2e/support/big-file';
import type { Bench } from './browser';
import { printMedians, rounds } from './rounds';
import type { Site } from './site';

export type Setting = {
  site: Site;
  bench: Bench;
  /** The namespace of the link's other end; undefined on loopback. */
  client: string | undefined;
  roundCount: number;
  sizeMebibytes: number;
  fileCount: number;
};

/** Files of 10 kB from the drop to the last confirmation, and the calls of the app that took. */
export async function measureSmall({ site, bench, roundCount, fileCount }: Setting): Promise<void> {
  const made = { count: fileCount, sizeBytes: 10_000 };
  const calls = new Map<string, number>();
  const contest = (contestant: 'sluice' | 'uppy') => ({
    name: contestant,
    run: async () => {
      site.forget();
      const { seconds } = await bench.run({ contestant, made });
      calls.set(contestant, site.calls().count);
      return seconds;
    },
  });
  const medians = await rounds([contest('sluice'), contest('uppy')], roundCount);
  console.log(`\n${fileCount} files of 10 kB, medians`);
  printMedians(medians, 'sluice');
  for (const [name, count] of calls) console.log(`calls of the app, ${name}: ${count}`);
}

/** One large file in parts, beside Uppy, one PUT of curl and one bare XMLHttpRequest. */
export async function measureLarge({
  site,
  bench,
  client,
  roundCount,
  sizeMebibytes,
}: Setting): Promise<void> {
  const file = makeBigFile('bench.bin', sizeMebibytes * 2 ** 20);
  const inPage = (contestant: 'sluice' | 'sluice-unchecked' | 'uppy' | 'xhr') => ({
    name: contestant,
    run: async () => (await bench.run({ contestant }, file.path)).seconds,
  });
  const curl = {
    name: 'curl',
    run: () => byCurl(site.sign({ method: 'PUT', key: randomUUID() }), file.path, client),
  };
  try {
    site.forget();
    const all = [inPage('sluice'), inPage('sluice-unchecked'), inPage('uppy'), inPage('xhr'), curl];
    const medians = await rounds(all, roundCount);
    console.log(`\none file of ${sizeMebibytes} MiB, medians`);
    printMedians(medians, 'sluice');
    const moved = 2 * roundCount * (file.sizeBytes / 1e9);
    console.log(`app traffic: ${(site.calls().bytes / 1e6 / moved).toFixed(3)} MB per GB uploaded by sluice`);
  } finally {
    file.remove();
  }
}

async function byCurl(url: string, file: string, namespace: string | undefined): Promise<number> {
  const command = ['curl', '--silent', '--fail', '--upload-file', file, url];
  const [program = '', ...args] = namespace ? ['ip', 'netns', 'exec', namespace, ...command] : command;
  const started = performance.now();
  await promisify(execFile)(program, args);
  return (performance.now() - started) / 1_000;
}
