import { type Contestant, contestants } from './contestants';

/** Rounds are interleaved, so that a busy moment of the machine falls on everyone alike; medians are compared. */
const ROUNDS = 15;
const GOALS = { timesGetSignedUrl: 40, timesBareCrypto: 2.5 };

async function microsecondsPerUrl({ batch, run }: Contestant, from: number): Promise<number> {
  const start = process.hrtime.bigint();
  for (let i = 0; i < batch; i += 1) {
    const made = run(from + i);
    if (made instanceof Promise) await made;
  }
  return Number(process.hrtime.bigint() - start) / 1_000 / batch;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const all = await contestants();
const seen = new Map(all.map((contestant) => [contestant.name, [] as number[]]));
for (const contestant of all) await microsecondsPerUrl(contestant, 0);
for (let round = 1; round <= ROUNDS; round += 1) {
  for (const contestant of all) {
    seen.get(contestant.name)?.push(await microsecondsPerUrl(contestant, round * contestant.batch));
  }
}

const cost = (name: string) => median(seen.get(name) ?? []);
console.log(`Signing a create-only PUT: median of ${ROUNDS} interleaved rounds, Node ${process.version}`);
for (const { name } of all) {
  const us = cost(name);
  console.log(
    `  ${name.padEnd(28)} ${us.toFixed(2).padStart(8)} µs   ${Math.round(1e6 / us).toLocaleString('en')} URLs/s`,
  );
}
const timesGetSignedUrl = cost('getSignedUrl') / cost('lib/storage');
const timesBareCrypto = cost('lib/storage') / cost('bare crypto');
console.log(
  `  ${timesGetSignedUrl.toFixed(1)}x the speed of getSignedUrl (goal ≥ ${GOALS.timesGetSignedUrl}x)`,
);
console.log(`  ${timesBareCrypto.toFixed(2)}x the cost of bare crypto (goal ≤ ${GOALS.timesBareCrypto}x)`);
const met = timesGetSignedUrl >= GOALS.timesGetSignedUrl && timesBareCrypto <= GOALS.timesBareCrypto;
process.exitCode = met ? 0 : 1;
