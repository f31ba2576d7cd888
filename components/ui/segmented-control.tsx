'use client';

import { type ReactNode, useId } from 'react';
import { cx } from './cx';

type Segment<Value extends string> = { value: Value; label: string; icon?: ReactNode };

type SegmentedControlProps<Value extends string> = {
  /** What is chosen: "View", "Theme". */
  label: string;
  value: Value;
  segments: readonly Segment<Value>[];
  onValueChange: (value: Value) => void;
  /** Icons alone; labels become tooltips. */
  iconOnly?: boolean;
  className?: string;
};

/** One of two to four, all in sight. Radio buttons underneath: arrows move, the group has one tab stop. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  segments,
  onValueChange,
  iconOnly = false,
  className,
}: SegmentedControlProps<Value>) {
  const name = useId();
  return (
    <fieldset className={cx('inline-flex rounded-md border border-line bg-subtle p-0.5', className)}>
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <label
          key={segment.value}
          data-tip={iconOnly ? segment.label : undefined}
          className={cx(
            'relative inline-flex h-[calc(var(--control)-6px)] min-w-7 cursor-pointer select-none items-center justify-center gap-1.5 rounded-sm px-2 text-muted text-sm transition-colors',
            'hover:text-text has-checked:bg-raised has-checked:font-medium has-checked:text-text has-checked:shadow-raised',
            'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-1 [&>svg]:size-4',
          )}
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onValueChange(segment.value)}
            className="absolute inset-0 cursor-pointer appearance-none rounded-sm outline-none"
          />
          {segment.icon}
          <span className={iconOnly ? 'sr-only' : undefined}>{segment.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
