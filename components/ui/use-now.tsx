import { useSyncExternalStore } from 'react';

const tickMs = 30_000;
const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  // A page that was asleep shows the present again with its next render.
  if (Date.now() - now > tickMs) now = Date.now();
  return now;
}

/** The time (ms), one clock for the whole page, moving every 30 s; null on the server and while hydrating. */
export const useNow = (): number | null => useSyncExternalStore(subscribe, read, () => null);
