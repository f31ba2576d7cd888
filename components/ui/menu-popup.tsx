'use client';

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import { cx } from './cx';
import { Kbd } from './kbd';

export type MenuAnchor = RefObject<Element | null> | { getBoundingClientRect: () => DOMRect };

export type MenuItem =
  | {
      id: string;
      label: string;
      icon?: ReactNode;
      /** Shown at the end, e.g. "S". */
      shortcut?: string;
      danger?: boolean;
      disabled?: boolean;
      /** Given: the item is one of a choice and shows whether it is the present one. */
      checked?: boolean;
      onSelect: () => void;
    }
  | { id: string; separator: true }
  | { id: string; heading: string };

export type MenuPopupProps = {
  label: string;
  items: readonly MenuItem[];
  anchor: MenuAnchor;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Above the items, e.g. who is signed in. */
  header?: ReactNode;
  align?: 'start' | 'end';
};

const itemClass =
  'flex min-h-control cursor-default select-none items-center gap-2.5 rounded-sm px-2 outline-none data-highlighted:bg-hover ' +
  'data-disabled:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0';

/** The open menu. Heavy (positioning, roving focus, type-ahead): reach it through menu.tsx, which loads it lazily. */
export function MenuPopup({
  label,
  items,
  anchor,
  open,
  onOpenChange,
  header,
  align = 'end',
}: MenuPopupProps) {
  const focusBack = 'current' in anchor ? (anchor as RefObject<HTMLElement | null>) : undefined;
  const [container, setContainer] = useState<HTMLElement>();
  useEffect(() => {
    if (open) setContainer(landmarkOf(focusBack?.current));
  }, [open, focusBack]);
  return (
    <Menu.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Menu.Portal container={container}>
        <Menu.Positioner anchor={anchor} align={align} sideOffset={6} collisionPadding={8} className="z-50">
          <Menu.Popup
            aria-label={label}
            finalFocus={focusBack && (() => !hasMovedOn() && focusBack.current)}
            className={cx(
              'max-h-[var(--available-height)] min-w-48 max-w-80 origin-[var(--transform-origin)] overflow-y-auto rounded-lg bg-raised p-1 shadow-popup outline-none',
              'border border-line transition-[opacity,scale] duration-120 data-ending-style:scale-[0.98] data-starting-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:opacity-0',
            )}
          >
            {header}
            {items.map((item) => (
              <MenuRow key={item.id} item={item} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** True when a dialog that the menu opened, or what was pressed beside it, has the focus before the menu is gone. */
const hasMovedOn = (): boolean => {
  const { activeElement, body } = document;
  return activeElement !== body && !activeElement?.closest('[role=menu]');
};

/** Where the menu is put: beside its button, so that it stays in a landmark and in the layer of a dialog. */
const landmarkOf = (element: Element | null | undefined): HTMLElement | undefined =>
  element?.closest<HTMLElement>('[role=dialog], [role=alertdialog], main, header, nav, aside') ?? undefined;

function MenuRow({ item }: { item: MenuItem }) {
  if ('separator' in item) return <Menu.Separator className="-mx-1 my-1 h-px bg-line" />;
  if ('heading' in item) {
    return <div className="px-2 pt-1.5 pb-1 font-medium text-muted text-xs">{item.heading}</div>;
  }
  const content = (
    <>
      {item.icon}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.shortcut && (
        <span aria-hidden className="touch:hidden">
          <Kbd>{item.shortcut}</Kbd>
        </span>
      )}
    </>
  );
  if (item.checked !== undefined) {
    return (
      <Menu.CheckboxItem
        checked={item.checked}
        onCheckedChange={item.onSelect}
        closeOnClick
        disabled={item.disabled}
        className={itemClass}
      >
        {content}
        <span className="size-4">
          <Menu.CheckboxItemIndicator>
            <Check aria-hidden className="size-4 text-accent" />
          </Menu.CheckboxItemIndicator>
        </span>
      </Menu.CheckboxItem>
    );
  }
  return (
    <Menu.Item
      onClick={item.onSelect}
      disabled={item.disabled}
      className={cx(
        itemClass,
        item.danger ? 'text-danger data-highlighted:bg-danger-subtle' : '[&>svg]:text-muted',
      )}
    >
      {content}
    </Menu.Item>
  );
}
