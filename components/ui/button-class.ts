import { cx } from './cx';

type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonLook = { variant?: ButtonVariant; size?: 'md' | 'sm' };

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border border-control/60 bg-raised text-text shadow-raised hover:bg-hover',
  ghost: 'text-text hover:bg-hover',
  danger: 'bg-danger text-on-danger hover:bg-danger-hover',
};

/** Classes of a button, for elements that must look like one (a link, a label). */
export const buttonClass = ({ variant = 'secondary', size = 'md' }: ButtonLook = {}): string =>
  cx(
    'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-default aria-disabled:opacity-60',
    size === 'md' ? 'h-control px-3 text-base' : 'h-7 px-2 text-sm touch:h-control touch:px-3',
    variants[variant],
  );
