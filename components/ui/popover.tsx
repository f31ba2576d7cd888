'use client';

import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactElement;
  /** Names the panel for screen readers. */
  label: string;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
};

/** A small panel beside its button: filters, details, a short form. */
export const Popover = ({ trigger, label, children, align = 'end' }: PopoverProps) => (
  <Base.Root>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-50">
        <Base.Popup
          aria-label={label}
          className="w-80 max-w-[calc(100vw-1rem)] origin-[var(--transform-origin)] rounded-lg border border-line bg-raised p-4 shadow-popup outline-none transition-[opacity,scale] duration-120 data-ending-style:scale-[0.98] data-starting-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
