import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameProblem as contractProblem } from '@/lib/contracts/common';
import { nameProblem } from './name-problem';

test('the browser says of a name what the server would say', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '\u0000',
    '\u0085',
    '\u2028',
    '\u202e',
    '\ud800',
    'é',
    '日本',
    '👩‍🚀',
    'x'.repeat(250),
  );
  const names = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 4 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(names, (name) => {
      expect(nameProblem(name)).toBe(contractProblem(name));
    }),
  );
});
