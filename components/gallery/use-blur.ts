'use client';

import { type RefObject, useEffect, useState } from 'react';

type DrawBlur = (base64: string) => string;
let loading: Promise<DrawBlur> | null = null;

/** The decoder is not needed for the first HTML: it comes with the first tile that is alive. */
async function load(): Promise<DrawBlur> {
  loading ??= import('./draw-blur').then(({ drawBlur }) => drawBlur);
  try {
    return await loading;
  } catch (error) {
    // The network is away: the next tile tries again.
    loading = null;
    throw error;
  }
}

/** Loaded, and not broken. */
const isSeen = (picture: HTMLImageElement | null) => picture?.complete && picture.naturalWidth > 0;

/** Runs once the page has nothing better to do (where the browser can tell); returns what calls it off. */
function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(run, { timeout: 300 });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(run, 100);
  return () => clearTimeout(timer);
}

/**
 * The blurred picture of a placeholder as a CSS image, drawn in a pause of the page; null until then, and where `picture`
 * had loaded before: nobody would see it.
 */
export function useBlur(
  placeholder: string | undefined,
  picture: RefObject<HTMLImageElement | null>,
): string | null {
  const [drawn, setDrawn] = useState<{ placeholder: string; css: string } | null>(null);
  const isDrawn = drawn?.placeholder === placeholder;
  useEffect(() => {
    if (!placeholder || isDrawn) return;
    let isGone = false;
    const paint = (drawBlur: DrawBlur) => {
      if (!isGone && !isSeen(picture.current)) setDrawn({ placeholder, css: drawBlur(placeholder) });
    };
    const callOff = whenIdle(() => {
      load().then(paint, () => {
        // The mean colour stays.
      });
    });
    return () => {
      isGone = true;
      callOff();
    };
  }, [placeholder, isDrawn, picture]);
  return isDrawn ? (drawn?.css ?? null) : null;
}
