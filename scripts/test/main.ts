import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { mapConcurrently } from '@/lib/platform/map-concurrently';
import { endLeftover } from '@/scripts/services/postgres-leftover';
import { endAll } from './run';
import { listSteps, type Step } from './steps';
import { addTallies, closingLine, NONE, type Tally } from './tally';

/** `npm test`: every step, also after one failed, then `N passed, N failed` alone on the last line. */
async function main(): Promise<void> {
  const dir = path.resolve('.test', `run-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  let isInterrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      isInterrupted = true;
      endAll();
    });
  }

  const results: { name: string; tally: Tally; seconds: number }[] = [];
  const take = async (step: Step, isBeside: boolean) => {
    if (isInterrupted) return;
    console.log(`\n── ${step.name}`);
    const begin = performance.now();
    const tally = await step.run({ dir, isBeside });
    const seconds = (performance.now() - begin) / 1_000;
    if (isBeside) console.log(`── ${step.name} ended after ${seconds.toFixed(1)} s`);
    results.push({ name: step.name, tally, seconds });
  };
  for (const row of listSteps()) await mapConcurrently(row, 2, (step) => take(step, row.length > 1));
  await endLeftovers(dir);
  rmSync(dir, { recursive: true, force: true });

  console.log('\n── result');
  for (const { name, tally, seconds } of results) {
    console.log(
      `${tally.failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${closingLine(tally)} in ${seconds.toFixed(1)} s`,
    );
    for (const failure of tally.failures ?? []) console.log(`       ${failure}`);
    for (const test of tally.secondTries ?? []) console.log(`       passed at its second try: ${test}`);
  }
  const interruption = isInterrupted ? { passed: 0, failed: 1 } : NONE;
  const total = addTallies(interruption, ...results.map(({ tally }) => tally));
  console.log(closingLine(total));
  process.exitCode = total.failed === 0 ? 0 : 1;
}

/** A test runner that was killed leaves its database behind; its data folders tell which one. */
async function endLeftovers(dir: string): Promise<void> {
  const pidFiles = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('postmaster.pid'),
  );
  for (const file of pidFiles) await endLeftover(path.dirname(path.join(dir, file)));
}

await main();
