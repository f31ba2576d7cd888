import type { ComponentProps } from 'react';
import { cx } from './cx';

export const inputClass =
  'h-control w-full min-w-0 rounded-md border border-control bg-bg px-2.5 text-base text-text transition-colors hover:border-text/60 ' +
  'focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 ' +
  'aria-invalid:border-danger touch:text-lg';

/** A line of text. 16 px on touch, where iOS would zoom into anything smaller. */
export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input type="text" {...rest} className={cx(inputClass, className)} />
);
