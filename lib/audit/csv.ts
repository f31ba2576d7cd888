/**
 * A CSV cell (RFC 4180), always in quotes. Text that a spreadsheet would run as a formula (= + - @, also after a tab
 * or line break) gets an apostrophe. Source: OWASP "CSV Injection"; RULES 21.
 */
export function csvCell(value: unknown): string {
  const text =
    value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** One line of cells with its line break. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(',')}\r\n`;
