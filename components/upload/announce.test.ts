import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Totals } from '@/lib/uploader';
import { announce, type Said, saidNothing } from './announce';
import { emptySnapshot } from './upload-session';

const at = (sentBytes: number, change: Partial<Totals> = {}): Totals => ({
  ...emptySnapshot.totals,
  files: 4,
  sizeBytes: 100,
  sentBytes,
  active: sentBytes < 100,
  ...change,
});

/** Everything said while totals change, in order. */
function hear(...all: Totals[]): string[] {
  let said: Said = saidNothing;
  return all.flatMap((totals) => {
    const next = announce(said, totals);
    said = next.said;
    return next.words === '' ? [] : [next.words];
  });
}

test('start, quarters and end are said once each', () => {
  const steps = [0, 10, 20, 26, 40, 51, 60, 77, 99].map((sent) => at(sent));
  expect(hear(...steps, at(100, { readyFiles: 4 }), at(100, { readyFiles: 4 }))).toEqual([
    'Uploading 4 files.',
    '25 percent uploaded.',
    '50 percent uploaded.',
    '75 percent uploaded.',
    '4 files uploaded.',
  ]);
});

test('failures and questions are said when they come', () => {
  expect(
    hear(at(10), at(12, { states: { failed: 1 } }), at(14, { states: { failed: 1, conflict: 2 } })),
  ).toEqual(['Uploading 4 files.', '1 upload failed.', '2 files need an answer.']);
});

test('pausing does not sound like the end', () => {
  expect(hear(at(10), at(10, { active: false, readyFiles: 1, states: { paused: 3 } }))).toEqual([
    'Uploading 4 files.',
  ]);
});

test('one run of an upload says at most five things, however often it reports', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 99 })), (sent) => {
      const steps = sent.toSorted((a, b) => a - b).map((bytes) => at(bytes));
      expect(hear(...steps, at(100, { readyFiles: 4 })).length).toBeLessThanOrEqual(5);
    }),
  );
});
