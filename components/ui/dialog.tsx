'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import { cx } from './cx';

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  /** What gets the focus; else the first control. 'dialog' for what is only read. */
  initialFocus?: RefObject<HTMLElement | null> | 'dialog' | undefined;
  /** A question that must be answered: a click beside it does not close it. */
  alert?: boolean;
};

const widths = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-2xl' };

/**
 * A dialog in the middle; on a phone a sheet at the bottom, in reach of the thumb. Import the component that uses
 * it lazily: focus handling is not small.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = 'md',
  initialFocus,
  alert = false,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)} disablePointerDismissal={alert}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-backdrop transition-opacity duration-180 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          initialFocus={initialFocus === 'dialog' ? popup : initialFocus}
          data-keys="off"
          role={alert ? 'alertdialog' : 'dialog'}
          className={cx(
            'fixed z-50 flex flex-col border border-line bg-raised shadow-popup outline-none transition-[opacity,transform] duration-180',
            'inset-x-0 bottom-0 max-h-[90dvh] rounded-t-lg pb-[env(safe-area-inset-bottom)] data-ending-style:translate-y-4 data-starting-style:translate-y-4',
            'sm:inset-x-4 sm:top-[12vh] sm:bottom-auto sm:mx-auto sm:max-h-[76vh] sm:rounded-lg sm:pb-0 sm:data-ending-style:translate-y-0 sm:data-starting-style:translate-y-0',
            'data-ending-style:opacity-0 data-starting-style:opacity-0 sm:data-ending-style:scale-[0.98] sm:data-starting-style:scale-[0.98]',
            widths[size],
          )}
        >
          <header className="flex min-w-0 flex-col gap-1 py-5 pr-14 pl-5">
            <Base.Title className="font-semibold text-lg">{title}</Base.Title>
            {description && (
              <Base.Description className="text-pretty text-muted">{description}</Base.Description>
            )}
          </header>
          {children && (
            <div className="min-h-0 overflow-y-auto overscroll-contain px-5 pt-1 pb-5">{children}</div>
          )}
          {footer && (
            <footer className="flex flex-col-reverse gap-2 border-line border-t px-5 py-3 sm:flex-row sm:justify-end">
              {footer}
            </footer>
          )}
          {/* Last in the order of the Tab key: the first field or button of the content comes first. */}
          <Base.Close
            aria-label="Close"
            className="absolute top-3.5 right-3 flex size-control items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-text"
          >
            <X aria-hidden className="size-4" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
