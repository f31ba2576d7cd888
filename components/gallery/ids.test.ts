import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { among, PackedIds, packIds } from './ids';

const pages = fc.uniqueArray(fc.uuid(), { maxLength: 40 }).chain((ids) =>
  fc.array(fc.nat(ids.length), { maxLength: 5 }).map((cuts) => {
    const ends = [0, ...cuts.toSorted((a, b) => a - b), ids.length];
    return ends.slice(1).map((end, index) => ids.slice(ends[index], end));
  }),
);
const packed = (given: string[][]) => new PackedIds(given.map(packIds));

describe('packed ids', () => {
  test('read as the array they were made of, whatever the pages', () => {
    fc.assert(
      fc.property(
        pages,
        fc.uuid(),
        fc.integer(),
        fc.integer({ min: 0, max: 50 }),
        (given, other, at, from) => {
          const [ids, all] = [packed(given), given.flat()];
          expect([...ids]).toEqual(all);
          expect(ids.length).toBe(all.length);
          expect(ids.at(at % 50)).toBe(all.at(at % 50));
          expect(ids.slice(from, from + 7)).toEqual(all.slice(from, from + 7));
          for (const id of [...all, other]) expect(ids.indexOf(id)).toBe(all.indexOf(id));
          expect(among(ids, [...all.slice(from), other])).toEqual(among(all, [...all.slice(from), other]));
        },
      ),
    );
  });

  test('know the page of each', () => {
    fc.assert(
      fc.property(pages, (given) => {
        const ids = packed(given);
        for (const [page, each] of given.entries())
          for (const id of each) expect(ids.pageOf(ids.indexOf(id))).toBe(page);
      }),
    );
  });

  test('are UUIDs and nothing else', () => {
    for (const text of ['', 'file', '0192f0c1', `${'0'.repeat(32)}`])
      expect(() => packIds([text])).toThrow(RangeError);
  });
});
