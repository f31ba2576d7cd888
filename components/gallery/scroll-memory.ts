'use client';

import { useEffect, useLayoutEffect, useRef } from 'react';

/** How far each address was scrolled when it was left; lives as long as the tab. */
const positions = new Map<string, number>();
const kept = 100;

/** The address of the list: the file open above it does not count. */
function here(): string {
  const search = new URLSearchParams(window.location.search);
  search.delete('file');
  return `${window.location.pathname}?${search}`;
}

function remember(address: string): void {
  positions.delete(address);
  positions.set(address, window.scrollY);
  for (const old of [...positions.keys()].slice(0, -kept)) positions.delete(old);
}

/** Notes the position before the page goes to another view by history.pushState. */
export const leaveHere = (): void => remember(here());

/**
 * Back and forward between views return to the position they were left at: their lists are still in memory, so the
 * height is there in the same frame. `key` names the view that is drawn now.
 */
export function useScrollMemory(key: string): void {
  const popped = useRef(false);
  const address = useRef('');
  useEffect(() => {
    const onPop = () => {
      if (here() === address.current) return;
      remember(address.current);
      popped.current = true;
    };
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, []);
  const drawn = useRef('');
  useLayoutEffect(() => {
    if (drawn.current === key) return;
    drawn.current = key;
    address.current = here();
    if (!popped.current) return;
    popped.current = false;
    window.scrollTo({ top: positions.get(address.current) ?? 0, behavior: 'instant' });
  }, [key]);
}
