import type { ReactNode } from 'react';
import { cx } from './cx';

type EmptyStateProps = {
  icon: ReactNode;
  /** One sentence that is an instruction. */
  title: string;
  children?: ReactNode;
  /** One action. */
  action?: ReactNode;
  className?: string;
};

/** Nothing here yet: one sentence, one action. */
export const EmptyState = ({ icon, title, children, action, className }: EmptyStateProps) => (
  <div className={cx('mx-auto flex max-w-sm flex-col items-center gap-4 px-4 py-16 text-center', className)}>
    <div
      aria-hidden
      className="flex size-12 items-center justify-center rounded-lg border border-line bg-subtle text-muted [&>svg]:size-5"
    >
      {icon}
    </div>
    <div className="flex flex-col gap-1">
      <h2 className="text-balance font-medium text-lg">{title}</h2>
      {children && <p className="text-pretty text-muted">{children}</p>}
    </div>
    {action}
  </div>
);
