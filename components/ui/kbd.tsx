import { cx } from './cx';

/** A key cap. */
export const Kbd = ({ children, className }: { children: string; className?: string }) => (
  <kbd
    className={cx(
      'inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-subtle px-1 font-medium font-sans text-muted text-xs',
      className,
    )}
  >
    {children}
  </kbd>
);
