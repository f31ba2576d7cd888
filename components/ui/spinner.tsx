import { LoaderCircle } from 'lucide-react';
import { cx } from './cx';

/** A turning circle beside words that already say what is going on. */
export const Spinner = ({ className }: { className?: string }) => (
  <LoaderCircle aria-hidden className={cx('size-4 animate-spin', className)} />
);
