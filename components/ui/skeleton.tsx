import { cx } from './cx';

/** A quiet box with the final geometry of what is loading. Give it a size by class. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cx('animate-shimmer rounded-md bg-hover', className)} />
);
