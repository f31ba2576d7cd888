import { formatRate } from '@/lib/format/bytes';
import { formatCount, toPercent } from '@/lib/format/count';
import { formatTimeLeft } from '@/lib/format/duration';
import type { Totals, UploadItem } from '@/lib/uploader';

type Rate = { bytesPerSecond: number; secondsLeft: number | null };

const timeLeft = ({ secondsLeft }: Rate): string[] =>
  secondsLeft === null ? [] : [formatTimeLeft(secondsLeft)];
const pace = (rate: Rate): string[] =>
  rate.bytesPerSecond > 0 ? [formatRate(rate.bytesPerSecond), ...timeLeft(rate)] : [];

/**
 * The tray in one line: "3 of 12 · 18 MB/s · about 2 min"; what failed or asks comes first. `isShort` leaves out the
 * speed, for where the time left would be cut off.
 */
export function trayLine(totals: Totals, isShort = false): string {
  const { states, files, readyFiles, active, sentBytes, sizeBytes } = totals;
  const failed = (states.failed ?? 0) + (states.refused ?? 0);
  const asking = (states.conflict ?? 0) + (states.duplicate ?? 0);
  const trouble = [
    ...(failed > 0 ? [`${failed.toLocaleString('en')} failed`] : []),
    ...(asking > 0 ? [`${asking.toLocaleString('en')} need an answer`] : []),
  ];
  if (active) {
    const allSent = sizeBytes > 0 && sentBytes >= sizeBytes;
    const count = `${readyFiles.toLocaleString('en')} of ${files.toLocaleString('en')}`;
    const rest = allSent ? ['checking'] : isShort ? timeLeft(totals) : pace(totals);
    return [...trouble, count, ...rest].join(' · ');
  }
  if (states.paused)
    return [...trouble, `Paused at ${toPercent(totals.sentBytes, totals.sizeBytes)} %`].join(' · ');
  if (states['needs-file']) trouble.push(`${formatCount(states['needs-file'], 'file')} to choose again`);
  if (readyFiles > 0) trouble.push(`${formatCount(readyFiles, 'file')} uploaded`);
  return trouble.length > 0 ? trouble.join(' · ') : 'Nothing was uploaded';
}

/** The state of one file in words. */
export function stateWords({ state, sentBytes, sizeBytes }: UploadItem, rate: Rate): string {
  switch (state.name) {
    case 'queued':
      return 'Waiting for its turn';
    case 'signing':
      return 'Preparing';
    case 'uploading':
      return [`${toPercent(sentBytes, sizeBytes)} %`, ...pace(rate)].join(' · ');
    case 'waiting':
    case 'failed':
    case 'refused':
      return state.message;
    case 'paused':
      return sentBytes > 0 ? `Paused at ${toPercent(sentBytes, sizeBytes)} %` : 'Paused';
    case 'verifying':
      return 'Checking what arrived';
    case 'needs-file':
      return state.message ?? 'Begun earlier. Choose the file again to go on.';
    case 'conflict':
      return 'A file of this name is already here.';
    case 'duplicate':
      return `The same content is already here as “${state.file.name}”.`;
    case 'ready':
      return 'Uploaded';
    case 'skipped':
      return 'Skipped';
    case 'cancelled':
      return 'Cancelled';
    default:
      return state satisfies never;
  }
}
