import { cx } from '@/components/ui/cx';

/** The mark: a sluice gate, half raised, with water passing below. */
export const Mark = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={cx('size-6', className)}>
    <path d="M4 3v18M20 3v18" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    <path d="M7 4.5h10v7.25a.75.75 0 0 1-.75.75h-8.5a.75.75 0 0 1-.75-.75z" className="fill-accent" />
    <path
      d="M7.25 16.5q1.6-1.75 3.17 0t3.16 0 3.17 0M7.25 20.25q1.6-1.75 3.17 0t3.16 0 3.17 0"
      className="stroke-accent"
      strokeWidth="1.75"
      strokeLinecap="round"
    />
  </svg>
);

export const Brand = ({ className }: { className?: string }) => (
  <span className={cx('inline-flex items-center gap-2 font-semibold text-lg', className)}>
    <Mark />
    Sluice
  </span>
);
