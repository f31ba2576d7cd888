export type CsvValue = string | number | null;

/** Spreadsheets run a cell that starts like a formula. Source: OWASP "CSV Injection". */
const looksLikeFormula = /^[=+\-@\t\r]/;

function toCell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = looksLikeFormula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== value ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of CSV with its line end; text that a spreadsheet would run as a formula is quoted as text. Source: RFC 4180. */
export function toCsvLine(values: readonly CsvValue[]): string {
  return `${values.map(toCell).join(',')}\r\n`;
}
