'use client';

import { cx } from '@/components/ui/cx';
import { formatBytes } from '@/lib/format/bytes';
import { toPercent } from '@/lib/format/count';
import { useMe } from './use-me';

/** How much of the quota is taken, in words and as a bar; reservations of running uploads count. */
export function StorageMeter() {
  const { usedBytes, reservedBytes, quotaBytes } = useMe().usage;
  const takenBytes = usedBytes + reservedBytes;
  if (quotaBytes === null) {
    return (
      <p className="text-muted text-sm">
        <span className="tabular-nums">{formatBytes(takenBytes)}</span> used
      </p>
    );
  }
  const percent = toPercent(takenBytes, quotaBytes);
  const isFull = percent >= 95;
  const text = `${formatBytes(takenBytes)} of ${formatBytes(quotaBytes)} used`;
  return (
    <div className="flex flex-col gap-2">
      {/* biome's useSemanticElements would want <meter>, whose parts no two browsers let us style alike. */}
      <div
        role="progressbar"
        aria-label="Storage used"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
        className="h-1 overflow-hidden rounded-full bg-line"
      >
        <div
          className={cx(
            'h-full origin-left rounded-full',
            isFull ? 'bg-danger' : percent >= 80 ? 'bg-warning' : 'bg-accent',
          )}
          style={{ transform: `scaleX(${Math.max(percent, takenBytes > 0 ? 1 : 0) / 100})` }}
        />
      </div>
      <p className="text-muted text-sm tabular-nums">{text}</p>
      {isFull && <p className="text-danger text-sm">Almost full. Empty the trash to make room.</p>}
    </div>
  );
}
