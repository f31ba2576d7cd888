'use client';

import { type ComponentProps, type ReactNode, useRef, useState } from 'react';
import { type LazyPart, lazyPart } from './lazy-part';
import type { MenuItem, MenuPopupProps } from './menu-popup';

/** A menu. Its `anchor` is an element's ref, or a point for context menus. */
export const LazyMenu = lazyPart(() => import('./menu-popup').then((module) => module.MenuPopup));

const none: readonly MenuItem[] = [];

type MenuButtonProps = Omit<ComponentProps<'button'>, 'children' | 'ref'> & {
  /** Draws the menu, where it is not the usual one. */
  popup?: LazyPart<MenuPopupProps>;
  /** Names the menu, and the button when its content has no words. */
  label: string;
  items?: readonly MenuItem[];
  /** Names the button too and becomes its tooltip; for buttons that are only an icon. */
  iconOnly?: boolean;
  children: ReactNode;
};

/** A button that opens a menu of actions. */
export function MenuButton({
  label,
  items = none,
  iconOnly,
  popup: Popup = LazyMenu,
  children,
  ...rest
}: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        {...rest}
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={iconOnly ? label : undefined}
        data-tip={iconOnly && !open ? label : undefined}
        onPointerEnter={Popup.preload}
        onFocus={Popup.preload}
        onClick={() => setOpen((was) => !was)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      <Popup label={label} items={items} anchor={button} open={open} onOpenChange={setOpen} />
    </>
  );
}
