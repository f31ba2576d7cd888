import { formatNumber } from './number';

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/**
 * Size for people, decimal as operating systems and S3 consoles show it: "0 B", "812 B", "1.4 MB", "25 GB".
 * Three significant digits at most, no trailing zeros; 999.95 kB and up reads as the next unit.
 */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return '–';
  let value = bytes;
  let unit = 0;
  while (unit < units.length - 1 && Number(value.toPrecision(3)) >= 1000) {
    value /= 1000;
    unit += 1;
  }
  const rounded =
    unit === 0 ? Math.round(value) : Number(value.toPrecision(value >= 100 ? 3 : 2 + Number(value >= 10)));
  return `${formatNumber(rounded)} ${units[unit]}`;
}

/** Every byte: "1,437,203 bytes"; for titles and details. */
export const formatExactBytes = (bytes: number): string =>
  `${formatNumber(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;

/** Transfer rate: "3.2 MB/s". */
export const formatRate = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`;

/**
 * Bytes from what a person typed: "20 GB", "1.5gb", "500 MB", "2 GiB", "1024". Decimal for kB…PB, binary for
 * KiB…PiB. null when it cannot be read or is not a whole, safe, non-negative number of bytes.
 */
export function parseBytes(text: string): number | null {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*(?:([kmgtp])(i?)b?|b|bytes?)?\s*$/i.exec(text);
  if (!match?.[1]) return null;
  const power = match[2] ? 'kmgtp'.indexOf(match[2].toLowerCase()) + 1 : 0;
  const base = match[3] ? 1024 : 1000;
  const bytes = Math.round(Number(match[1].replace(',', '.')) * base ** power);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
