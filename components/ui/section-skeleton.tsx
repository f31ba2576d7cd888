import { cx } from './cx';
import { panelClass } from './section';
import { Skeleton } from './skeleton';

const widths = ['w-2/5', 'w-1/3', 'w-1/2', 'w-1/4'];

/** A section whose content is on its way: its frame, its title, and as many lines as it usually has. */
export const SectionSkeleton = ({ lines }: { lines: number }) => (
  <div className={cx(panelClass, 'border-line')}>
    <div className="flex flex-col gap-2">
      <Skeleton className="h-5 w-32" />
      <Skeleton className="h-4 w-3/5" />
    </div>
    {Array.from({ length: lines }, (_, line) => `line-${line}`).map((key, line) => (
      <div key={key} className="flex h-5 items-center justify-between gap-6">
        <Skeleton className={cx('h-4', widths[line % widths.length])} />
        <Skeleton className="h-4 w-16" />
      </div>
    ))}
  </div>
);
