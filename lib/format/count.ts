import { formatNumber } from './number';

/** Number and noun: "1 file", "2 files", "12,480 files". `plural` where an s is not enough. */
export const formatCount = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatNumber(count)} ${count === 1 ? singular : plural}`;

/** Share of a whole as a whole percentage, 0–100; never 100 before it is all there. */
export function toPercent(part: number, whole: number): number {
  if (whole <= 0) return part > 0 ? 100 : 0;
  const percent = Math.floor((part / whole) * 100);
  return Math.min(100, Math.max(0, percent));
}
