'use client';

import { PageError } from '@/components/shell/page-error';
import './globals.css';

/** The last net: a page outside the app, or the document itself, failed. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Sluice</title>
        <main>
          <PageError
            title="Sluice could not show this page"
            detail="The server may be starting, or its database is away. Try again in a moment."
            digest={error.digest}
            onRetry={() => location.reload()}
          />
        </main>
      </body>
    </html>
  );
}
