'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { leaveHere } from './scroll-memory';
import { type Place, parseView, type View, viewToSearch } from './view-state';

export type GoTo = (change: Partial<View>, how?: 'push' | 'replace') => void;

/**
 * The view the URL describes, and the way to another one. Uses the browser's history directly: Next keeps
 * useSearchParams in step, and no page has to be rendered on the server to change a filter.
 * Source: Next docs, "Linking and navigating", native History API.
 */
export function useView(place: Place): { view: View; goTo: GoTo } {
  const search = useSearchParams().toString();
  const pathname = usePathname();
  // Next follows the history in a transition; what a person just chose, or went back to, is shown at once.
  const [ahead, setAhead] = useState<{ of: string; search: string } | null>(null);
  if (ahead && (ahead.of !== search || ahead.search === search)) setAhead(null);
  const current = ahead?.of === search ? ahead.search : search;
  const view = useMemo(() => parseView(new URLSearchParams(current), place), [current, place]);
  useEffect(() => {
    const follow = () => {
      if (window.location.pathname === pathname)
        setAhead({ of: search, search: new URLSearchParams(window.location.search).toString() });
    };
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, [pathname, search]);
  const hrefOf = useCallback(
    (change: Partial<View>) => `${pathname}${viewToSearch({ ...view, ...change })}`,
    [pathname, view],
  );
  const goTo = useCallback<GoTo>(
    (change, how = 'push') => {
      const url = hrefOf(change);
      if (url === `${window.location.pathname}${window.location.search}`) return;
      leaveHere();
      if (how === 'push') window.history.pushState(null, '', url);
      else window.history.replaceState(null, '', url);
      setAhead({ of: search, search: new URLSearchParams(window.location.search).toString() });
    },
    [hrefOf, search],
  );
  return { view, goTo };
}
