'use client';

import { type ComponentProps, useEffect, useRef } from 'react';
import { cx } from './cx';

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'children' | 'ref'> & {
  /** The name for screen readers; leave out when a <label> names it. */
  label?: string;
  checked: boolean;
  /** Some but not all of what this box stands for. */
  indeterminate?: boolean;
  onCheckedChange: (checked: boolean) => void;
};

/** A box with a tick; its target reaches 4 px beyond the box (WCAG 2.5.8: 24 px). */
export function Checkbox({
  label,
  checked,
  indeterminate = false,
  onCheckedChange,
  className,
  ...rest
}: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return (
    <input
      {...rest}
      ref={box}
      type="checkbox"
      aria-label={label}
      checked={checked}
      onChange={(event) => onCheckedChange(event.target.checked)}
      className={cx(
        'relative size-4 shrink-0 cursor-pointer appearance-none rounded-sm border border-control bg-bg transition-colors',
        'hover:border-text checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent',
        'before:absolute before:inset-0 before:scale-0 before:bg-on-accent before:transition-transform before:[clip-path:var(--tick)]',
        'before:[--tick:polygon(14%_48%,24%_38%,42%_56%,76%_20%,86%_30%,42%_76%)] checked:before:scale-100',
        'indeterminate:before:scale-100 indeterminate:before:[--tick:polygon(20%_42%,80%_42%,80%_58%,20%_58%)]',
        'after:absolute after:-inset-1.5 disabled:cursor-not-allowed disabled:opacity-60 touch:after:-inset-3',
        className,
      )}
    />
  );
}
