import { escapeBidi, splitFileName } from '@/lib/format/file-name';
import { cx } from './cx';

/**
 * A file's name on one line. What does not fit is cut in the middle, so that the extension stays; direction
 * marks are written out (RULES 9). Screen readers and search get the whole name.
 */
export function FileName({ name, className }: { name: string; className?: string }) {
  const { head, tail } = splitFileName(name);
  if (!tail) {
    return (
      <bdi className={cx('block min-w-0 truncate', className)} title={head}>
        {head}
      </bdi>
    );
  }
  const whole = escapeBidi(name);
  return (
    <span className={cx('relative flex min-w-0', className)} title={whole}>
      <span className="sr-only">{whole}</span>
      <bdi aria-hidden className="flex min-w-0 select-none">
        <span className="truncate whitespace-pre">{head}</span>
        <span className="shrink-0 whitespace-pre">{tail}</span>
      </bdi>
    </span>
  );
}
