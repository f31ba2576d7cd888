import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { applyMigrations } from '@/scripts/services/migrate';
import { ensureDatabase, startPostgres } from '@/scripts/services/postgres';

/** How much dearer a page may be with all rows than with a thousand. */
const goal = 2;
/** Below this many ms a round trip and not the table is measured; a ratio of two such says nothing. */
const floorMs = 5;

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '25' } },
});
const rows = Number(values.rows);
const rounds = Number(values.rounds);
const few = 1_000;

const dir = mkdtempSync(path.join(os.tmpdir(), 'sluice-bench-'));
const postgres = await startPostgres({ dir: path.join(dir, 'postgres'), durable: false });
try {
  await ensureDatabase(postgres.url('postgres'), 'bench');
  const url = postgres.url('bench');
  await applyMigrations({ url, folder: path.resolve('prisma/migrations') });
  Object.assign(process.env, { DATABASE_URL: url, SLUICE_SECRET: 'a secret for a benchmark only, 32 chars' });
  process.exitCode = await measure();
} finally {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}

async function measure(): Promise<number> {
  // Only now: these modules read the environment when they are first used.
  const [{ fillAudit, fillUsers }, { questions }, { disconnect }] = await Promise.all([
    import('./fill'),
    import('./questions'),
    import('@/lib/platform/db'),
  ]);
  const ask = async (count: number): Promise<Map<string, number>> => {
    const all = questions(count);
    const seen = new Map(all.map(({ name }) => [name, [] as number[]]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const question of all) {
        const startedAt = performance.now();
        await question.ask();
        // The first round warms caches and plans.
        if (round > 0) seen.get(question.name)?.push(performance.now() - startedAt);
      }
    }
    return new Map([...seen].map(([name, times]) => [name, median(times)]));
  };
  await fillUsers(0, few);
  await fillAudit(0, few);
  const before = await ask(few);
  await fillUsers(few, rows);
  await fillAudit(few, rows);
  const after = await ask(rows);
  await disconnect();

  console.log(`Median ms of ${rounds} rounds, a page of 50; Node ${process.version}`);
  console.log(
    `${'  '.padEnd(32)}${few.toLocaleString('en').padStart(10)}${rows.toLocaleString('en').padStart(12)}`,
  );
  let missed = 0;
  for (const [name, small] of before) {
    const large = after.get(name) ?? Number.NaN;
    const times = large / small;
    const isMet = times <= goal || large <= floorMs;
    if (!isMet) missed += 1;
    const shown = `${small.toFixed(1).padStart(10)}${large.toFixed(1).padStart(12)}${times.toFixed(1).padStart(7)}x`;
    console.log(`  ${name.padEnd(30)}${shown}${isMet ? '' : `   goal ≤ ${goal}x`}`);
  }
  return missed === 0 ? 0 : 1;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
