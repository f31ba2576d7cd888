import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toCsvLine } from './csv';

it('quotes what holds a comma, a quote or a line break, and nothing else', () => {
  expect(toCsvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', 7, null])).toBe(
    'plain,"a,b","say ""hi""","two\nlines",7,\r\n',
  );
});

it('makes text of every cell that a spreadsheet would run', () => {
  fc.assert(
    fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string(), (start, rest) => {
      expect(toCsvLine([`${start}${rest}`])).toMatch(/^"'/);
    }),
  );
});
