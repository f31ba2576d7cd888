import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from './csv';

describe('CSV cells', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r=1'])('quotes %j as text', (formula) => {
    expect(csvCell(formula)).toBe(`"'${formula}"`);
  });

  it('never lets a cell start like a formula, whatever it holds', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/^"\s*[=+\-@]/.test(csvCell(text))));
  });

  it('doubles quotes, keeps commas and line breaks inside, and leaves nothing empty unquoted', () => {
    expect(csvLine(['a "b", c', null, { d: 1 }, 'e\nf'])).toBe('"a ""b"", c","","{""d"":1}","e\nf"\r\n');
  });
});
