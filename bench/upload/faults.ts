import type { Page } from '@playwright/test';
import { type BigFile, makeBigFile } from '@/e2e/support/big-file';
import { type Cluster, startCluster } from '@/e2e/support/cluster';
import { createPerson } from '@/e2e/support/people';
import { type Bench, startBench } from './browser';
import type { Result } from './page/run';
import { createSign, type Sign, servePages } from './pages';

const mebibyte = 2 ** 20;
/** Slow enough that what is to happen in the middle does, and that the processor is not what is measured. */
const bytesPerSecond = 16 * mebibyte;
/** A person would not press Retry more often than this. */
const retries = 15;

type Scene = { cluster: Cluster; page: Page; file: BigFile; isOver: () => boolean };
/** Makes the weather, and makes it fair again; called when the first request is under way. */
type Weather = (scene: Scene) => Promise<void>;
type Outcome = (Result & { resentBytes: number }) | { failure: string };

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Resolves once so much of the file has passed on to the bucket, or nothing more will. */
async function sent({ cluster, file, isOver }: Scene, share: number): Promise<void> {
  while (cluster.faults.bodyBytes() < share * file.sizeBytes && !isOver()) await sleep(50);
}

const weathers: Record<string, Weather> = {
  'fair weather': async () => {},
  'offline for 10 s': async (scene) => {
    await sent(scene, 0.3);
    await scene.page.context().setOffline(true);
    await sleep(10_000);
    await scene.page.context().setOffline(false);
  },
  'bucket killed, back after 5 s': async (scene) => {
    await sent(scene, 0.3);
    await scene.cluster.bucket.kill();
    await sleep(5_000);
    await scene.cluster.bucket.start();
  },
  'every third answer 503 for 10 s': async ({ cluster: { faults } }) => {
    let asked = 0;
    const only = ({ method }: { method: string }) => {
      if (method !== 'OPTIONS') asked += 1;
      return method !== 'OPTIONS' && asked % 3 === 0;
    };
    faults.set({ busyShare: 1, only });
    await sleep(10_000);
    faults.clear();
    faults.set({ bytesPerSecond });
  },
  'first URL of 6 parts expired': async ({ cluster: { faults } }) => {
    const old = new Set([1, 2, 3, 4, 5, 6]);
    faults.set({
      expiredShare: 1,
      only: ({ method, partNumber }) => method === 'PUT' && old.delete(partNumber ?? 0),
    });
  },
  'every fifth part cut after 2 MiB, for 10 s': async ({ cluster: { faults } }) => {
    let asked = 0;
    const only = ({ method }: { method: string }) => {
      if (method === 'PUT') asked += 1;
      return method === 'PUT' && asked % 5 === 0;
    };
    faults.set({ cutShare: 1, cutAfterBytes: 2 * mebibyte, only });
    await sleep(10_000);
    faults.clear();
    faults.set({ bytesPerSecond });
  },
};

/** One file of sizeMebibytes through a proxy that makes bad weather: ours and Uppy, one after the other in each weather. */
export async function measureFaults(sizeMebibytes: number): Promise<void> {
  let sign: Sign = () => {
    throw new Error('Nothing is signed before the bucket is up.');
  };
  const cluster = await startCluster({ instances: 1, answers: await servePages(() => sign) });
  const file = makeBigFile('weather.bin', sizeMebibytes * mebibyte);
  try {
    const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
      cluster.bucket.env;
    sign = createSign({ accessKeyId, secretAccessKey, origin: cluster.faults.url });
    const { api } = await createPerson(undefined, cluster.site);
    const { cookies } = await api.storageState();
    const bench = await startBench({
      url: cluster.url,
      cookies: cookies.map(({ name, value }) => ({ name, value, url: cluster.url })),
    });
    try {
      console.log(`| ${sizeMebibytes} MiB | | by itself | seconds | Retry pressed | sent twice, MiB |`);
      console.log('| --- | --- | --- | ---: | ---: | ---: |');
      for (const [name, weather] of Object.entries(weathers)) {
        for (const contestant of ['sluice', 'uppy'] as const)
          console.log(row(name, contestant, await run({ cluster, bench, file, contestant, weather })));
      }
    } finally {
      await bench.stop();
      await api.dispose();
    }
  } finally {
    file.remove();
    await cluster.stop();
  }
}

interface Run {
  cluster: Cluster;
  bench: Bench;
  file: BigFile;
  contestant: 'sluice' | 'uppy';
  weather: Weather;
}

async function run({ cluster, bench, file, contestant, weather }: Run): Promise<Outcome> {
  const { faults } = cluster;
  faults.clear();
  faults.set({ bytesPerSecond });
  faults.forget();
  let over = false;
  const isOver = () => over;
  const ended = bench
    .run({ contestant, retries }, file.path)
    .then(
      (result): Outcome => ({ ...result, resentBytes: faults.receivedBytes() - file.sizeBytes }),
      (error: Error): Outcome => ({ failure: error.message.split('\n')[0] ?? '' }),
    )
    .finally(() => {
      over = true;
    });
  while (faults.underWay() === 0 && !isOver()) await sleep(20);
  await weather({ cluster, page: bench.page, file, isOver });
  return ended;
}

function row(name: string, contestant: string, outcome: Outcome): string {
  if ('failure' in outcome) return `| ${name} | ${contestant} | no: ${outcome.failure} | | | |`;
  const { seconds, retries: pressed, resentBytes } = outcome;
  const mebibytes = (resentBytes / mebibyte).toFixed(1);
  return `| ${name} | ${contestant} | ${pressed === 0 ? 'yes' : 'no'} | ${seconds.toFixed(1)} | ${pressed} | ${mebibytes} |`;
}
