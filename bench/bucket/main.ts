import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { send } from '../../lib/bucket/conformance/client';
import { download, dropConnections, presign, runMany, upload } from './load';
import { type BenchServer, key, startBare, startEmbedded } from './servers';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    size: { type: 'string', default: '1024' },
    small: { type: 'string', default: '2000' },
  },
});
const rounds = Number(values.rounds);
const mebibyte = 2 ** 20;
const bigBytes = Number(values.size) * mebibyte;
const smallCount = Number(values.small);

/** One thing measured. */
interface Measure {
  name: string;
  /** Seconds it took; signing URLs is not part of them. */
  run: (server: BenchServer, round: number) => Promise<number>;
  /** Turns the median of seconds into what is shown. */
  show: (seconds: number) => string;
}

const megabytes = (bytes: number) => (seconds: number) => `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;

const measures: Measure[] = [
  {
    name: `PUT ${values.size} MiB`,
    run: (server) => timed(() => upload(presign(server, 'PUT', '/bench/big'), bigBytes)),
    show: megabytes(bigBytes),
  },
  {
    name: `GET ${values.size} MiB`,
    run: (server) => timed(() => download(presign(server, 'GET', '/bench/big'))),
    show: megabytes(bigBytes),
  },
  {
    name: `4 parts of ${Number(values.size) / 4} MiB at once`,
    run: (server, round) =>
      each(
        4,
        4,
        (i) => partUrl(server, round, i),
        (url) => upload(url, bigBytes / 4),
      ),
    show: megabytes(bigBytes),
  },
  {
    name: `PUT ${smallCount} x 10 KB, 16 at once`,
    run: (server, round) =>
      each(
        smallCount,
        16,
        (i) => presign(server, 'PUT', `/bench/small-${round}-${i}`),
        (url) => upload(url, 10_240),
      ),
    show: (seconds) => `${(smallCount / seconds).toFixed(0)} objects/s`,
  },
  {
    name: `GET ${smallCount} x 10 KB, 16 at once`,
    run: (server, round) =>
      each(smallCount, 16, (i) => presign(server, 'GET', `/bench/small-${round}-${i}`), download),
    show: (seconds) => `${(smallCount / seconds).toFixed(0)} objects/s`,
  },
];

/** Makes all URLs, then times the task on each of them, `atOnce` at a time. */
function each(
  count: number,
  atOnce: number,
  toUrl: (i: number) => URL,
  task: (url: URL) => Promise<unknown>,
) {
  const urls = Array.from({ length: count }, (_, i) => toUrl(i));
  return timed(() => runMany(count, atOnce, (i) => task(urls[i] as URL)));
}

const uploads = new Map<string, string>();

/** Parts go to one upload a round on the bucket, and are plain files elsewhere. */
function partUrl(server: BenchServer, round: number, part: number): URL {
  if (server.name !== 'bucket') return presign(server, 'PUT', `/bench/part-${part}`);
  return presign(server, 'PUT', '/bench/parts', [
    ['partNumber', String(part + 1)],
    ['uploadId', uploads.get(String(round)) ?? ''],
  ]);
}

async function newUpload(server: BenchServer, round: number): Promise<void> {
  const endpoint = { url: server.url, region: 'us-east-1', ...key };
  const { text } = await send(endpoint, { method: 'POST', path: '/bench/parts', query: [['uploads', '']] });
  uploads.set(String(round), /<UploadId>(.*?)</.exec(text)?.[1] ?? '');
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return (performance.now() - started) / 1000;
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** By measure and server: what each round took, in time and in processor time of the server. */
type Results = Map<string, { seconds: number; cpuSeconds: number }[]>;

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-bucket-'));
  const servers = [
    await startEmbedded(folder),
    await startBare('bare with MD5', folder, ['--md5']),
    await startBare('bare', folder, []),
    await startBare('bare no fsync', folder, ['--no-fsync']),
  ];
  try {
    const [bucket] = servers as [BenchServer];
    await send({ url: bucket.url, region: 'us-east-1', ...key }, { method: 'PUT', path: '/bench' });
    const results: Results = new Map();
    for (let round = 0; round < rounds; round++) {
      await newUpload(bucket, round);
      for (const measure of measures)
        for (const server of rotate(servers, round)) {
          dropConnections();
          const before = results.get(id(measure, server)) ?? [];
          const cpuBefore = await server.cpuSeconds();
          const seconds = await measure.run(server, round);
          const cpuSeconds = (await server.cpuSeconds()) - cpuBefore;
          results.set(id(measure, server), [...before, { seconds, cpuSeconds }]);
        }
    }
    await print(servers, results);
    await memory(bucket, bigBytes);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

const id = (measure: Measure, server: BenchServer) => `${measure.name}/${server.name}`;
const rotate = <T>(list: T[], by: number) => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
];

async function print(servers: BenchServer[], results: Results): Promise<void> {
  console.log(`medians of ${rounds} interleaved rounds; in brackets the bucket's against that server's`);
  for (const measure of measures) {
    console.log(`\n${measure.name}`);
    const runs = (server: BenchServer) => results.get(id(measure, server)) ?? [];
    const seconds = (server: BenchServer) => median(runs(server).map((run) => run.seconds));
    const best = (server: BenchServer) => Math.min(...runs(server).map((run) => run.seconds));
    const cpu = (server: BenchServer) => median(runs(server).map((run) => run.cpuSeconds));
    for (const server of servers) {
      const against = (of: (server: BenchServer) => number) =>
        `(${(of(servers[0] as BenchServer) / of(server)).toFixed(2)}x)`;
      console.log(
        `  ${server.name.padEnd(14)} ${measure.show(seconds(server)).padStart(15)} ${against(seconds)}` +
          `   best ${measure.show(best(server)).padStart(15)} ${against(best)}` +
          `   processor ${cpu(server).toFixed(2).padStart(6)} s ${against(cpu)}`,
      );
    }
  }
  for (const server of servers)
    console.log(`peak memory ${server.name}: ${(await server.peakMiB()).toFixed(0)} MiB`);
}

/** Four bodies at once, as large as the big one each. */
async function memory(bucket: BenchServer, sizeBytes: number): Promise<void> {
  dropConnections();
  const seconds = await timed(() =>
    runMany(4, 4, (i) => upload(presign(bucket, 'PUT', `/bench/parallel-${i}`), sizeBytes)),
  );
  const rate = ((4 * sizeBytes) / 1e6 / seconds).toFixed(0);
  const peak = (await bucket.peakMiB()).toFixed(0);
  console.log(
    `4 parallel PUTs of ${sizeBytes / mebibyte} MiB: ${rate} MB/s, peak memory of the bucket ${peak} MiB`,
  );
}

await main();
