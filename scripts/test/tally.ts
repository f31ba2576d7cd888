import {
  listPlaywrightFailures,
  listPlaywrightSecondTries,
  listVitestFailures,
  listVitestSecondTries,
} from './failures';

/** Counts of tests; one line for each that failed, and for each that passed only at its second try, as far as a report names them. */
export type Tally = { passed: number; failed: number; failures?: string[]; secondTries?: string[] };

export const NONE: Tally = { passed: 0, failed: 0 };

export function addTallies(...tallies: Tally[]): Tally {
  return tallies.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    NONE,
  );
}

/** Adds a failure when the program failed though its report counts none: a crash must never look green. */
export function withExitCode(tally: Tally, exitCode: number): Tally {
  const isSilent = exitCode !== 0 && tally.failed === 0;
  const isEmpty = exitCode === 0 && tally.passed + tally.failed === 0;
  return isSilent || isEmpty ? { ...tally, failed: tally.failed + 1 } : tally;
}

/** Reads vitest's JSON report. Skipped and pending tests count as failed: this project has none. */
export function tallyVitest(report: string): Tally {
  const { numPassedTests, numTotalTests } = JSON.parse(report) as {
    numPassedTests: number;
    numTotalTests: number;
  };
  return {
    passed: numPassedTests,
    failed: numTotalTests - numPassedTests,
    failures: listVitestFailures(report),
    secondTries: listVitestSecondTries(report),
  };
}

/** Reads Playwright's JSON report. Skipped tests count as failed; a second try that passes is named, for somebody to mend. */
export function tallyPlaywright(report: string): Tally {
  const { stats } = JSON.parse(report) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + stats.skipped,
    failures: listPlaywrightFailures(report),
    secondTries: listPlaywrightSecondTries(report),
  };
}

/** The closing line that people and CI read. */
export const closingLine = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;
