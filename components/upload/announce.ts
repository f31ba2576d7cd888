import { formatCount, toPercent } from '@/lib/format/count';
import type { Totals } from '@/lib/uploader';

/** What was said last: enough to know what is new. */
export type Said = { active: boolean; quarter: number; failed: number; asking: number };
export const saidNothing: Said = { active: false, quarter: 0, failed: 0, asking: 0 };

/**
 * What a screen reader hears: the start, each quarter, the end, and every failure or question; nothing in between.
 * Several at once become one sentence after the other.
 */
export function announce(before: Said, totals: Totals): { said: Said; words: string } {
  const { states, files, readyFiles, active, sentBytes, sizeBytes } = totals;
  const failed = (states.failed ?? 0) + (states.refused ?? 0);
  const asking = (states.conflict ?? 0) + (states.duplicate ?? 0);
  const percent = toPercent(sentBytes, sizeBytes);
  const quarter = active ? Math.min(3, Math.floor(percent / 25)) : 0;
  const words: string[] = [];
  if (failed > before.failed) words.push(`${formatCount(failed, 'upload')} failed.`);
  if (asking > before.asking)
    words.push(`${formatCount(asking, 'file')} ${asking === 1 ? 'needs' : 'need'} an answer.`);
  if (active && !before.active) words.push(`Uploading ${formatCount(files - readyFiles, 'file')}.`);
  else if (active && quarter > before.quarter) words.push(`${quarter * 25} percent uploaded.`);
  else if (!active && before.active && readyFiles > 0 && !states.paused)
    words.push(`${formatCount(readyFiles, 'file')} uploaded.`);
  return { said: { active, quarter, failed, asking }, words: words.join(' ') };
}
