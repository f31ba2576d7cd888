'use client';

import { useSyncExternalStore } from 'react';

type DrawBlur = (base64: string) => string;
let draw: DrawBlur | null = null;
let isLoading = false;
const listeners = new Set<() => void>();

async function load(): Promise<void> {
  if (isLoading || draw) return;
  isLoading = true;
  try {
    draw = (await import('./draw-blur')).drawBlur;
    for (const tell of [...listeners]) tell();
  } catch {
    // The network is away: mean colours are shown, and the next tile tries again.
  } finally {
    isLoading = false;
  }
}

/** The decoder is not needed for the first HTML: it comes with the first tile that is alive. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  void load();
  return () => listeners.delete(listener);
}

const readDraw = () => draw;
const readNothing = () => null;

/** Draws blurred pictures; null on the server, and until the decoder is here. */
export const useDrawBlur = (): DrawBlur | null => useSyncExternalStore(subscribe, readDraw, readNothing);
