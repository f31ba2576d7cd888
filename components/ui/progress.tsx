import { cx } from './cx';

type ProgressProps = {
  /** 0–100; null while the end is not known. */
  percent: number | null;
  /** What moves: "Uploading holiday.jpg". */
  label: string;
  /** What a screen reader says instead of "42 percent": "42 %, about 2 min left". */
  valueText?: string;
  tone?: 'accent' | 'success' | 'warning' | 'danger';
  className?: string;
};

const fills = { accent: 'bg-accent', success: 'bg-success', warning: 'bg-warning', danger: 'bg-danger' };

/** A linear bar that never runs ahead of the truth. Moves by transform only. */
export function Progress({ percent, label, valueText, tone = 'accent', className }: ProgressProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent === null ? undefined : Math.round(percent)}
      aria-valuetext={valueText}
      className={cx('h-1 w-full overflow-hidden rounded-full bg-hover', className)}
    >
      <div
        className={cx(
          'h-full w-full origin-left rounded-full transition-transform duration-180 ease-linear',
          fills[tone],
          percent === null && 'animate-shimmer',
        )}
        style={{ transform: `scaleX(${percent === null ? 1 : Math.min(100, Math.max(0, percent)) / 100})` }}
      />
    </div>
  );
}
