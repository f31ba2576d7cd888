import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';

type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  /** The name for screen readers, and the tooltip. */
  label: string;
  icon: ReactNode;
  /** Shown in the tooltip, e.g. "Del". */
  shortcut?: string;
  size?: 'md' | 'sm';
  tone?: 'default' | 'danger';
};

/** A square button with an icon; its label is its tooltip (TooltipLayer reads data-tip). */
export function IconButton({
  label,
  icon,
  shortcut,
  size = 'md',
  tone = 'default',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      data-tip={label}
      data-tip-keys={shortcut}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-text',
        'aria-expanded:bg-hover aria-expanded:text-text aria-pressed:bg-selected aria-pressed:text-accent',
        'disabled:cursor-not-allowed disabled:opacity-50 [&>svg]:size-4',
        size === 'md' ? 'size-control' : 'size-7 touch:size-control',
        tone === 'danger' && 'hover:text-danger',
        className,
      )}
    >
      {icon}
    </button>
  );
}
