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

/** Most pictures are there sooner, and a page that is scrolled through fast has better things to do. */
const pauseMs = 100;

/**
 * The blurred picture of a placeholder as a CSS image, drawn after a moment; null until then, and where `picture`
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
    const timer = setTimeout(() => {
      load().then(paint, () => {
        // The mean colour stays.
      });
    }, pauseMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [placeholder, isDrawn, picture]);
  return isDrawn ? (drawn?.css ?? null) : null;
}
