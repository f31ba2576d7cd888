'use client';

import { type RefObject, useEffect, useState } from 'react';

type DrawBlur = (base64: string) => string;
let draw: DrawBlur | null = null;
let loading: Promise<DrawBlur> | null = null;

/** The decoder is not needed for the first HTML: it comes with the first tile that is alive. */
async function load(): Promise<DrawBlur> {
  loading ??= import('./draw-blur').then(({ drawBlur }) => drawBlur);
  try {
    draw = await loading;
    return draw;
  } catch (error) {
    // The network is away: the next tile tries again.
    loading = null;
    throw error;
  }
}

/**
 * The blurred picture of a placeholder as a CSS image; null on the server, and where `picture` had loaded before the
 * decoder: nobody would see it.
 */
export function useBlur(
  placeholder: string | undefined,
  picture: RefObject<HTMLImageElement | null>,
): string | null {
  const [drawn, setDrawn] = useState(() =>
    placeholder && draw ? { placeholder, css: draw(placeholder) } : null,
  );
  const isDrawn = drawn?.placeholder === placeholder;
  useEffect(() => {
    if (!placeholder || isDrawn) return;
    let isGone = false;
    load().then(
      (drawBlur) => {
        if (!isGone && !picture.current?.complete) setDrawn({ placeholder, css: drawBlur(placeholder) });
      },
      () => {
        // The mean colour stays.
      },
    );
    return () => {
      isGone = true;
    };
  }, [placeholder, isDrawn, picture]);
  return isDrawn ? (drawn?.css ?? null) : null;
}
