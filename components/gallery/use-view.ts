'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type Place, parseView, type View, viewToSearch } from './view-state';

export type GoTo = (change: Partial<View>, how?: 'push' | 'replace') => void;

/**
 * The view the URL describes, and the way to another one. Uses the browser's history directly: Next keeps
 * useSearchParams in step, and no page has to be rendered on the server to change a filter.
 * Source: Next docs, "Linking and navigating", native History API.
 */
export function useView(place: Place): { view: View; goTo: GoTo; hrefOf: (change: Partial<View>) => string } {
  const search = useSearchParams();
  const pathname = usePathname();
  const view = useMemo(() => parseView(new URLSearchParams(search), place), [search, place]);
  const hrefOf = useCallback(
    (change: Partial<View>) => `${pathname}${viewToSearch({ ...view, ...change })}`,
    [pathname, view],
  );
  const goTo = useCallback<GoTo>(
    (change, how = 'push') => {
      const url = hrefOf(change);
      if (url === `${window.location.pathname}${window.location.search}`) return;
      if (how === 'push') window.history.pushState(null, '', url);
      else window.history.replaceState(null, '', url);
    },
    [hrefOf],
  );
  return { view, goTo, hrefOf };
}
