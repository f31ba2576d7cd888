'use client';

import { type ComponentType, useEffect, useState } from 'react';

/** Tooltips for every [data-tip] of the page; their code comes with the first movement of pointer or focus. */
export function Tooltips() {
  const [Layer, setLayer] = useState<ComponentType>();
  useEffect(() => {
    const abort = new AbortController();
    const wake = (event: Event) => {
      if (event instanceof PointerEvent && event.pointerType === 'touch') return;
      import('./tooltip-layer').then(
        ({ TooltipLayer }) => {
          abort.abort();
          setLayer(() => TooltipLayer);
        },
        // The page is whole without: the next movement asks again.
        () => {},
      );
    };
    for (const name of ['pointerover', 'focusin']) {
      document.addEventListener(name, wake, { signal: abort.signal, passive: true });
    }
    return () => abort.abort();
  }, []);
  return Layer && <Layer />;
}
