'use client';

import { type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { CollectionHandle } from './collection-props';
import type { Ids } from './ids';

type Options = {
  /** Holds the items; takes the focus itself while the item that had it is out of sight. */
  container: RefObject<HTMLElement | null>;
  ids: Ids;
  columns: number;
  rowHeight: number;
  ref: React.Ref<CollectionHandle> | undefined;
};

/** Room kept above and below a row that is brought into sight: sticky bars lie there. */
const marginTopPx = 120;
const marginBottomPx = 96;

const itemOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null;

/**
 * Focus in a windowed collection. The row may not be rendered yet: the page is scrolled there by arithmetic, and the
 * item takes the focus when it appears. An item that is scrolled away leaves its focus to the container, so that keys
 * still come here, and takes it back when it is in sight again.
 */
export function useFocusAt({ container, ids, columns, rowHeight, ref }: Options): (index: number) => void {
  const wanted = useRef<string | null>(null);
  const held = useRef<HTMLElement | null>(null);

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const onFocusIn = ({ target }: FocusEvent) => {
      const item = itemOf(target);
      if (!item) return;
      held.current = item;
      wanted.current = null;
    };
    const onFocusOut = ({ target }: FocusEvent) => {
      // A click beside the items must not give it the focus.
      if (target === element) element.removeAttribute('tabindex');
      // An item that was removed is connected no more a moment later: it did not leave.
      queueMicrotask(() => {
        if (!(target instanceof Node && target.isConnected) || element.contains(document.activeElement))
          return;
        held.current = null;
        wanted.current = null;
      });
    };
    element.addEventListener('focusin', onFocusIn);
    element.addEventListener('focusout', onFocusOut);
    return () => {
      element.removeEventListener('focusin', onFocusIn);
      element.removeEventListener('focusout', onFocusOut);
    };
  }, [container]);

  useLayoutEffect(() => {
    const id = held.current?.dataset.id;
    if (id === undefined || held.current?.isConnected || document.activeElement !== document.body) return;
    // Gone for good: the page knows who is next.
    if (!ids.includes(id)) return;
    wanted.current ??= id;
    container.current?.setAttribute('tabindex', '-1');
    container.current?.focus({ preventScroll: true });
  });

  const take = () => {
    const id = wanted.current;
    if (id === null) return;
    container.current
      ?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)
      ?.focus({ preventScroll: true });
  };
  useEffect(() => {
    const { activeElement } = document;
    // Who went on to something else meanwhile keeps the focus there.
    if (activeElement === document.body || container.current?.contains(activeElement)) take();
    else wanted.current = null;
  });

  const focusAt = (index: number) => {
    const element = container.current;
    const id = ids.at(index);
    if (!element || index < 0 || id === undefined) return;
    const top = element.getBoundingClientRect().top + Math.floor(index / columns) * rowHeight;
    const room = window.innerHeight - marginBottomPx;
    if (top < marginTopPx) window.scrollBy({ top: top - marginTopPx, behavior: 'instant' });
    else if (top + rowHeight > room) window.scrollBy({ top: top + rowHeight - room, behavior: 'instant' });
    wanted.current = id;
    take();
  };
  useImperativeHandle(ref, () => ({ focusAt }));
  return focusAt;
}
