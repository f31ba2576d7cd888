import type { Route } from 'next';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';
import { Spinner } from './spinner';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
type Look = { variant?: ButtonVariant; size?: 'md' | 'sm' };

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-control/60 bg-raised text-text shadow-raised hover:bg-hover',
  ghost: 'text-text hover:bg-hover',
  danger: 'bg-danger text-on-danger hover:bg-danger-hover',
};

/** Classes of a button, for elements that must look like one (a link, a label). */
export const buttonClass = ({ variant = 'secondary', size = 'md' }: Look = {}): string =>
  cx(
    'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-default aria-disabled:opacity-60',
    size === 'md' ? 'h-control px-3 text-base' : 'h-7 px-2 text-sm touch:h-control touch:px-3',
    variants[variant],
  );

type ButtonProps = Look & ComponentProps<'button'> & { icon?: ReactNode; pending?: boolean };

/** A labelled action. While `pending` it keeps its width and focus, shows a spinner and ignores clicks. */
export function Button({
  variant,
  size,
  icon,
  pending = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={pending || rest['aria-disabled']}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass({ variant, size }), className)}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  );
}

type ButtonLinkProps<T extends string> = Look &
  Omit<ComponentProps<typeof Link>, 'href'> & { href: Route<T>; icon?: ReactNode };

/** A link that looks like a button: it goes somewhere instead of doing something. */
export function ButtonLink<T extends string>({
  variant,
  size,
  icon,
  className,
  children,
  ...rest
}: ButtonLinkProps<T>) {
  return (
    <Link {...rest} className={cx(buttonClass({ variant, size }), className)}>
      {icon}
      {children}
    </Link>
  );
}
