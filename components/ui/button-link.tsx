import type { Route } from 'next';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonLook, buttonClass } from './button-class';
import { cx } from './cx';

type ButtonLinkProps<T extends string> = ButtonLook &
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
