'use client';

import { lazy, Suspense, useEffect, useState } from 'react';

const TooltipLayer = lazy(() =>
  import('./tooltip-layer').then((module) => ({ default: module.TooltipLayer })),
);

/** Tooltips for every [data-tip] of the page; their code comes with the first movement of pointer or focus. */
export function Tooltips() {
  const [isNeeded, setNeeded] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    const wake = (event: Event) => {
      if (event instanceof PointerEvent && event.pointerType === 'touch') return;
      setNeeded(true);
      abort.abort();
    };
    for (const name of ['pointerover', 'focusin']) {
      document.addEventListener(name, wake, { signal: abort.signal, passive: true });
    }
    return () => abort.abort();
  }, []);
  return <Suspense>{isNeeded && <TooltipLayer />}</Suspense>;
}
