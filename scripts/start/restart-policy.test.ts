import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCrash } from './restart-policy';

function crashesAt(times: number[]): string[] {
  let history: number[] = [];
  return times.map((at) => {
    const verdict = judgeCrash(history, at);
    if (verdict.kind === 'restart') history = verdict.history;
    return verdict.kind;
  });
}

describe('judgeCrash', () => {
  it('restarts three times within a minute, then gives up', () => {
    expect(crashesAt([0, 1_000, 2_000, 3_000])).toEqual(['restart', 'restart', 'restart', 'give-up']);
  });

  it('forgets crashes older than a minute', () => {
    expect(crashesAt([0, 1_000, 2_000, 61_500])).toEqual(['restart', 'restart', 'restart', 'restart']);
  });

  it('never allows a fourth restart within any 60 seconds', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30_000), { maxLength: 40 }), (gaps) => {
        let now = 0;
        const times = gaps.map((gap) => {
          now += gap;
          return now;
        });
        const verdicts = crashesAt(times);
        const restarts = times.filter((_, index) => verdicts[index] === 'restart');
        for (const [index, at] of restarts.entries()) {
          const fourth = restarts[index + 3];
          if (fourth !== undefined) expect(fourth - at).toBeGreaterThanOrEqual(60_000);
        }
      }),
    );
  });
});
