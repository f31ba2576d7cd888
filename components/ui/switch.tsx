import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx';

type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'children'> & {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
};

/** On or off, at once. Words left, switch right. */
export function Switch({ label, hint, checked, onCheckedChange, className, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <div className={cx('flex items-start justify-between gap-6', className)}>
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="mt-0.5 text-muted text-sm">
            {hint}
          </p>
        )}
      </div>
      <input
        {...rest}
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={checked}
        checked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onCheckedChange(event.target.checked)}
        className={cx(
          'relative mt-0.5 h-5 w-9 shrink-0 cursor-pointer appearance-none rounded-full border border-control bg-subtle transition-colors',
          'before:absolute before:top-[2px] before:left-[2px] before:size-3.5 before:rounded-full before:bg-control before:transition-transform',
          'checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-on-accent',
          'after:absolute after:-inset-2 disabled:cursor-not-allowed disabled:opacity-60',
        )}
      />
    </div>
  );
}
