'use client';

import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import type { CollectionHandle } from './collection-props';
import type { Ids } from './ids';

type Options = {
  container: RefObject<HTMLElement | null>;
  ids: Ids;
  columns: number;
  rowHeight: number;
  ref: React.Ref<CollectionHandle> | undefined;
};

/** Room kept above and below a row that is brought into sight: sticky bars lie there. */
const marginTopPx = 120;
const marginBottomPx = 96;

/**
 * Focus in a windowed collection. The row may not be rendered yet: the page is scrolled there by arithmetic, and the
 * item takes the focus when it appears.
 */
export function useFocusAt({ container, ids, columns, rowHeight, ref }: Options): (index: number) => void {
  const wanted = useRef<string | null>(null);

  const take = () => {
    const id = wanted.current;
    if (id === null) return;
    const item = container.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    if (!item) return;
    wanted.current = null;
    item.focus({ preventScroll: true });
  };
  useEffect(take);

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
