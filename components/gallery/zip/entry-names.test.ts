import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniqueNames } from './entry-names';

test.each([
  [
    ['a.jpg', 'a.jpg', 'A.JPG'],
    ['a.jpg', 'a (2).jpg', 'A (3).JPG'],
  ],
  [
    ['a (2).jpg', 'a.jpg', 'a.jpg'],
    ['a (2).jpg', 'a.jpg', 'a (3).jpg'],
  ],
  [
    ['.env', '.env'],
    ['.env', '.env (2)'],
  ],
])('%j become %j', (names, unique) => expect(uniqueNames(names)).toEqual(unique));

test('no two names are the same, and a name that is alone stays', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'A', 'a (2)', 'b.txt', 'b (2).txt', '日本.png')), (names) => {
      const unique = uniqueNames(names);
      expect(new Set(unique.map((name) => name.toLowerCase())).size).toBe(names.length);
      expect(unique[0]).toBe(names[0]);
    }),
  );
});
