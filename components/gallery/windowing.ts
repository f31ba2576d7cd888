'use client';

import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

export type RowWindow = { first: number; last: number };

/**
 * Rows [first, last] of `rows` that a viewport shows, with `overscan` more on both sides. All rows have one height, so
 * this is arithmetic; `top` is where row 0 lies relative to the top of the viewport, negative when scrolled past it.
 */
export function windowOf({
  top,
  viewport,
  rowHeight,
  rows,
  overscan,
}: {
  top: number;
  viewport: number;
  rowHeight: number;
  rows: number;
  overscan: number;
}): RowWindow {
  if (rows === 0 || rowHeight <= 0) return { first: 0, last: -1 };
  const clamp = (row: number) => Math.min(rows - 1, Math.max(0, row));
  const first = clamp(Math.floor(-top / rowHeight) - overscan);
  const last = clamp(Math.floor((viewport - top) / rowHeight) + overscan);
  return { first, last };
}

type Options = {
  /** The element whose first row is row 0. */
  content: RefObject<HTMLElement | null>;
  /** What scrolls; the window when left out. */
  scroller?: RefObject<HTMLElement | null>;
  rows: number;
  rowHeight: number;
  /** Rows beyond both edges once somebody scrolls; a page that was just opened has one. */
  overscan?: number;
  /** What the server renders, and the browser until it has measured. */
  initial: RowWindow;
};

/** The rows to render now. Follows scrolling and resizing; changes only when a row comes or goes. */
export function useRowWindow({
  content,
  scroller,
  rows,
  rowHeight,
  overscan = 3,
  initial,
}: Options): RowWindow {
  const [shown, setShown] = useState(initial);
  const scrolls = useRef(false);

  useLayoutEffect(() => {
    if (rowHeight <= 0) return;
    const target = scroller?.current ?? window;
    const update = () => {
      const element = content.current;
      if (!element) return;
      const frame = scroller?.current;
      const top = element.getBoundingClientRect().top - (frame?.getBoundingClientRect().top ?? 0);
      const viewport = frame?.clientHeight ?? window.innerHeight;
      const beyond = scrolls.current ? overscan : Math.min(1, overscan);
      const next = windowOf({ top, viewport, rowHeight, rows, overscan: beyond });
      setShown((now) => (now.first === next.first && now.last === next.last ? now : next));
    };
    const onScroll = () => {
      scrolls.current = true;
      update();
    };
    update();
    const sizes = new ResizeObserver(update);
    sizes.observe(document.documentElement);
    if (content.current) sizes.observe(content.current);
    target.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      sizes.disconnect();
      target.removeEventListener('scroll', onScroll);
    };
  }, [content, scroller, rows, rowHeight, overscan]);

  return { first: Math.min(shown.first, Math.max(0, rows - 1)), last: Math.min(shown.last, rows - 1) };
}

/** The content width of an element in px; `initial` until it is measured, then in step with its size. */
export function useWidth(element: RefObject<HTMLElement | null>, initial: number): number {
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    setWidth(current.clientWidth);
    const sizes = new ResizeObserver(() => setWidth(current.clientWidth));
    sizes.observe(current);
    return () => sizes.disconnect();
  }, [element]);
  return width;
}
