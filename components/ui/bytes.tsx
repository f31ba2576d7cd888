import { formatBytes, formatExactBytes } from '@/lib/format/bytes';
import { cx } from './cx';

/** A size with tabular digits; the exact number of bytes is its title. */
export const Bytes = ({ value, className }: { value: number; className?: string }) => (
  <data
    value={value}
    title={formatExactBytes(value)}
    className={cx('whitespace-nowrap tabular-nums', className)}
  >
    {formatBytes(value)}
  </data>
);
