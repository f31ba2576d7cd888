import { cx } from '@/components/ui/cx';

/** The mark: a sluice gate, half raised, with water passing below. */
export const Mark = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={cx('size-6', className)}>
    <path d="M4 3v18M20 3v18" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    <path d="M7 4.5h10v7.25a.75.75 0 0 1-.75.75h-8.5a.75.75 0 0 1-.75-.75z" className="fill-accent" />
    <path
      d="M7 16.5c1.25-1 2.25-1 3.33 0s2.09 1 3.34 0 2.08-1 3.33 0M7 20.25c1.25-1 2.25-1 3.33 0s2.09 1 3.34 0 2.08-1 3.33 0"
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
