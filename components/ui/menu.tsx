'use client';

import { type ComponentProps, lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import type { MenuItem, MenuPopupProps } from './menu-popup';

const load = () => import('./menu-popup');
const LazyPopup = lazy(() => load().then((module) => ({ default: module.MenuPopup })));

/** Starts loading the menu's code: call it when a menu becomes likely (hover, focus). */
const preloadMenu = (): void => {
  // A failed preload is retried, and reported, by the menu itself.
  load().catch(() => undefined);
};

/** A menu whose code travels when it is first needed. `anchor` is an element's ref, or a point for context menus. */
export function LazyMenu(props: MenuPopupProps) {
  const [wasOpened, setWasOpened] = useState(props.open);
  if (props.open && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense>
      <LazyPopup {...props} />
    </Suspense>
  );
}

type MenuButtonProps = Omit<ComponentProps<'button'>, 'children' | 'ref'> &
  Pick<MenuPopupProps, 'header' | 'side' | 'align'> & {
    /** Names the menu, and the button when its content has no words. */
    label: string;
    items: readonly MenuItem[];
    /** Names the button too and becomes its tooltip; for buttons that are only an icon. */
    iconOnly?: boolean;
    children: ReactNode;
  };

/** A button that opens a menu of actions. */
export function MenuButton({
  label,
  items,
  iconOnly,
  header,
  side,
  align,
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
        onPointerEnter={preloadMenu}
        onFocus={preloadMenu}
        onClick={() => setOpen((was) => !was)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      <LazyMenu
        label={label}
        items={items}
        anchor={button}
        open={open}
        onOpenChange={setOpen}
        header={header}
        side={side}
        align={align}
      />
    </>
  );
}
