import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from './browser';
import { run } from './run';
import { type Tally, tallyPlaywright, tallyVitest, withExitCode } from './tally';

/** How a step is run: where its files go, and whether others run beside it. */
export type StepOptions = { dir: string; isBeside: boolean };
export type Step = { name: string; run: (options: StepOptions) => Promise<Tally> };

/** Where the production build of the tests lives: beside the one a running `npm start` serves from. */
const TEST_BUILD = { SLUICE_DIST_DIR: '.next-test', NEXT_TELEMETRY_DISABLED: '1' };
/** Any existing file will do: generate never runs the engine, it only refuses to start without one. */
const PRISMA = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };

/**
 * Everything `npm test` proves, in order: the cheapest answer first. Steps of one row run two at a time: most of them keep
 * one core busy. Tests have the machine to themselves.
 */
export function listSteps(): Step[][] {
  return [
    [one('database client', 'npx', ['prisma', 'generate'], PRISMA)],
    [
      one('lint and format', 'npx', ['biome', 'check', '--error-on-warnings', '.']),
      one('route types', 'npx', ['next', 'typegen'], { NEXT_TELEMETRY_DISABLED: '1' }),
    ],
    [
      // First, for its package may have to come over the network.
      { name: 'a browser', run: browser },
      one('types', 'npx', ['tsc', '--noEmit']),
      one('unused code', 'npx', ['knip', '--no-progress']),
    ],
    // Not beside the types: a build writes next-env.d.ts anew.
    [
      one('production build', 'npm', ['run', '--silent', 'build'], TEST_BUILD),
      one('floors', 'npm', ['run', '--silent', 'floors']),
      one('migrations match the schema', 'npm', ['run', '--silent', 'db:check']),
    ],
    [{ name: 'unit and integration tests', run: vitest }],
    [{ name: 'end-to-end tests', run: playwright }],
  ];
}

function one(name: string, command: string, args: string[], env?: Record<string, string>): Step {
  return {
    name,
    run: async ({ isBeside }) =>
      (await run(command, args, { env, isBuffered: isBeside })) === 0
        ? { passed: 1, failed: 0 }
        : { passed: 0, failed: 1 },
  };
}

async function browser(): Promise<Tally> {
  return (await ensureBrowser()) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest({ dir }: StepOptions): Promise<Tally> {
  const report = path.join(dir, 'vitest.json');
  const args = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run('npx', args, { env: { SLUICE_TEST_DIR: dir, CI: '1' } });
  return withExitCode(readReport(report, tallyVitest), code);
}

async function playwright({ dir }: StepOptions): Promise<Tally> {
  // Every test would start its own browser in vain, and bury the sentence that says so.
  if (!(await ensureBrowser())) return { passed: 0, failed: 1 };
  const report = path.join(dir, 'playwright.json');
  const env = { ...TEST_BUILD, SLUICE_TEST_DIR: dir, PLAYWRIGHT_JSON_OUTPUT_NAME: report, CI: '1' };
  const code = await run('npx', ['playwright', 'test', '--reporter=list,json'], { env });
  return withExitCode(readReport(report, tallyPlaywright), code);
}

function readReport(file: string, tally: (report: string) => Tally): Tally {
  return existsSync(file) ? tally(readFileSync(file, 'utf8')) : { passed: 0, failed: 0 };
}
