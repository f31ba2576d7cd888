'use client';

import { type ComponentType, useEffect, useState } from 'react';

const retryMs = 30_000;

/** Tooltips for every [data-tip] of the page; their code comes with the first movement of pointer or focus. */
export function Tooltips() {
  const [Layer, setLayer] = useState<ComponentType>();
  useEffect(() => {
    const abort = new AbortController();
    let askFrom = 0;
    const wake = (event: Event) => {
      if (event instanceof PointerEvent && event.pointerType === 'touch') return;
      if (event.timeStamp < askFrom) return;
      import('./tooltip-layer').then(
        ({ TooltipLayer }) => {
          abort.abort();
          setLayer(() => TooltipLayer);
        },
        // The page is whole without: a later movement asks again.
        () => {
          askFrom = performance.now() + retryMs;
        },
      );
    };
    for (const name of ['pointerover', 'focusin']) {
      document.addEventListener(name, wake, { signal: abort.signal, passive: true });
    }
    return () => abort.abort();
  }, []);
  return Layer && <Layer />;
}
