'use client';

import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from 'react';
import type { Ids } from './ids';
import { stepFrom, stepOfKey } from './roving';
import type { Selection, SelectionEvent } from './selection';

/** What grid and list hand to the page around them. */
export type CollectionActions = {
  select: (event: SelectionEvent) => void;
  open: (id: string) => void;
  /** The focus came to the files, or left them for another part of the page. */
  onActive: (active: boolean) => void;
  /** A menu for the file at a point of the screen (right click, or its menu button). */
  menu: (id: string, at: DOMRect) => void;
};

type Options = CollectionActions & {
  ids: Ids;
  selection: Selection;
  columns: number;
  rowsPerPage: number;
  /** Brings the item at index into sight and gives it the focus. */
  focusAt: (index: number) => void;
};

const longPressMs = 450;
const longPressSlopPx = 10;

/** The file a DOM event happened on: each item carries data-id. */
export const itemIdAt = (target: EventTarget | null): string | null =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-id]')?.dataset.id ?? null) : null;

const isWithin = (target: EventTarget | null, selector: string) =>
  target instanceof Element && target.closest(selector) !== null;

/**
 * Pointer, touch and key handling of a collection, delegated to its container: a click opens; the tick, Ctrl/Cmd and
 * Shift select; while something is selected a click selects too; a long press selects on touch.
 */
export function useCollection({
  ids,
  selection,
  columns,
  rowsPerPage,
  select,
  open,
  menu,
  onActive,
  focusAt,
}: Options) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const pressed = useRef(false);

  const endPress = () => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  };

  const onPointerDown = (event: PointerEvent) => {
    pressed.current = false;
    const id = itemIdAt(event.target);
    if (event.pointerType !== 'touch' || !id || isWithin(event.target, 'input')) return;
    endPress();
    const timer = setTimeout(() => {
      pressed.current = true;
      navigator.vibrate?.(10);
      select({ type: 'pick', id, how: 'toggle' });
    }, longPressMs);
    press.current = { timer, x: event.clientX, y: event.clientY };
  };

  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (!press.current) return;
    const far = Math.hypot(clientX - press.current.x, clientY - press.current.y) > longPressSlopPx;
    if (far) endPress();
  };

  const onClick = (event: MouseEvent) => {
    const id = itemIdAt(event.target);
    if (!id) return;
    if (pressed.current) {
      // The click that ends a long press.
      pressed.current = false;
      return;
    }
    if (isWithin(event.target, 'form, [data-rename]')) return;
    const menuButton = event.target instanceof Element ? event.target.closest('[data-menu]') : null;
    if (menuButton) return menu(id, menuButton.getBoundingClientRect());
    const command = event.ctrlKey || event.metaKey;
    if (event.shiftKey) select({ type: 'pick', id, how: command ? 'add-range' : 'range' });
    else if (command || isWithin(event.target, '[data-tick]') || selection.ids.size > 0)
      select({ type: 'pick', id, how: 'toggle' });
    else {
      select({ type: 'focus', id });
      open(id);
    }
  };

  const onContextMenu = (event: MouseEvent) => {
    const id = itemIdAt(event.target);
    if (!id || isWithin(event.target, 'input[type=text]')) return;
    event.preventDefault();
    // A long press on touch also asks for a context menu; there it means "select".
    if (press.current || pressed.current) return;
    const byKey = event.clientX === 0 && event.clientY === 0;
    const box = event.target instanceof Element ? event.target.getBoundingClientRect() : new DOMRect();
    menu(id, byKey ? box : new DOMRect(event.clientX, event.clientY, 0, 0));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isWithin(event.target, 'input[type=text]') || event.altKey) return;
    const index = selection.focus === null ? -1 : ids.indexOf(selection.focus);
    const rightToLeft = document.documentElement.dir === 'rtl';
    const step = stepOfKey(event, rightToLeft);
    if (!step || (event.key.length === 1 && event.shiftKey)) return;
    event.preventDefault();
    const to = stepFrom(index, step, { columns, count: ids.length, rowsPerPage });
    const id = ids.at(to);
    if (id === undefined) return;
    select({ type: 'focus', id, extend: event.shiftKey });
    focusAt(to);
  };

  const onFocus = (event: { target: EventTarget | null }) => {
    const id = itemIdAt(event.target);
    if (!id) return;
    select({ type: 'focus', id });
    onActive(true);
  };

  const onBlur = ({ relatedTarget }: { relatedTarget: EventTarget | null }) => {
    // Menus and dialogs act on the file they were opened from; a window that loses the focus keeps its place.
    const stays = isWithin(relatedTarget, '[role=grid], [role=menu], [role=dialog], [role=alertdialog]');
    if (!stays && document.hasFocus()) onActive(false);
  };

  return {
    role: 'grid',
    'aria-label': 'Files',
    'aria-multiselectable': true,
    onPointerDown,
    onPointerMove,
    onPointerUp: endPress,
    onPointerCancel: endPress,
    onClick,
    onContextMenu,
    onKeyDown,
    onFocus,
    onBlur,
  };
}
