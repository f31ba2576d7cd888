'use client';

import { useEffect, useRef, useState } from 'react';
import { followTheme } from './follow-theme';
import { mended } from './mended';

type State = 'loading' | 'shown' | 'failed';

/** Our OpenAPI document. Throws where it cannot be had: Swagger UI tells nobody when it fetches by itself. */
async function fetchDocument(): Promise<object> {
  const answer = await fetch('/api/openapi.json');
  if (!answer.ok) throw new Error(`the document was answered with ${answer.status}`);
  return answer.json();
}

/** Swagger UI over our document. It is loaded here and nowhere else (460 kB compressed). */
export function Reference() {
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<State>('loading');

  useEffect(() => {
    let isHere = true;
    const show = async () => {
      const [{ default: SwaggerUI }, spec] = await Promise.all([
        import('swagger-ui-dist/swagger-ui-es-bundle.js'),
        fetchDocument(),
      ]);
      if (!isHere || !place.current) return;
      SwaggerUI({
        domNode: place.current,
        spec,
        plugins: [mended],
        // Its colours miss the contrast, and no theme of its own has it in both of ours.
        syntaxHighlight: { activated: false },
        deepLinking: true,
        docExpansion: 'list',
        defaultModelsExpandDepth: -1,
        supportedSubmitMethods: [],
        validatorUrl: null,
        onComplete: () => isHere && setState('shown'),
      });
    };
    show().catch(() => isHere && setState('failed'));
    return () => {
      isHere = false;
    };
  }, []);
  useEffect(followTheme, []);

  return (
    <>
      {state === 'loading' && <p role="status">Loading the reference …</p>}
      {state === 'failed' && (
        <p role="alert">
          The reference could not be loaded. Load the page again, or read the document itself.
        </p>
      )}
      <noscript>The reference needs JavaScript; the document above does not.</noscript>
      <div ref={place} />
    </>
  );
}
