'use client';

import { useSyncExternalStore } from 'react';

const query = '(hover: hover) and (pointer: fine)';

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}

/** True with a mouse or a trackpad, and on the server: most galleries need not be drawn twice then. On touch a draggable element would take the long press away from selecting. */
export const useHasMouse = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => true,
  );
