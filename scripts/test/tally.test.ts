import { describe, expect, it } from 'vitest';
import { addTallies, closingLine, tallyPlaywright, tallyVitest, withExitCode } from './tally';

describe('tally', () => {
  it('sums results into the closing line', () => {
    expect(closingLine(addTallies({ passed: 2, failed: 0 }, { passed: 3, failed: 1 }))).toBe(
      '5 passed, 1 failed',
    );
  });

  it('counts skipped tests as failed', () => {
    expect(tallyVitest(JSON.stringify({ numPassedTests: 4, numTotalTests: 6, testResults: [] }))).toEqual({
      passed: 4,
      failed: 2,
      failures: [],
      secondTries: [],
    });
  });

  it('names an end-to-end test that passed at its second try', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 1 };
    const results = [{ error: { message: 'too slow' } }, {}];
    const suites = [
      { title: 'a.spec.ts', specs: [{ title: 'race', ok: true, tests: [{ status: 'flaky', results }] }] },
    ];
    expect(tallyPlaywright(JSON.stringify({ stats, suites }))).toEqual({
      passed: 6,
      failed: 2,
      failures: [],
      secondTries: ['a.spec.ts: race: too slow'],
    });
  });

  it('never shows a crashed or an empty run as green', () => {
    expect(withExitCode({ passed: 9, failed: 0 }, 1)).toEqual({ passed: 9, failed: 1 });
    expect(withExitCode({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
    expect(withExitCode({ passed: 9, failed: 2 }, 1)).toEqual({ passed: 9, failed: 2 });
  });
});
