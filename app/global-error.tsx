'use client';

import { ErrorState } from '@/components/ui/error-state';
import { ApiError } from '@/lib/api-client/api-error';
import './globals.css';

/** The last net: even the root layout failed. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const shown = new ApiError({
    status: 500,
    code: 'internal',
    title: 'Sluice could not show this page',
    detail: 'The server may be starting, or its database is away. Try again in a moment.',
    ...(error.digest ? { requestId: error.digest } : {}),
  });
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Sluice</title>
        <main className="flex min-h-dvh items-center">
          <ErrorState
            heading="h1"
            title="Sluice could not show this page"
            error={shown}
            onRetry={() => location.reload()}
          />
        </main>
      </body>
    </html>
  );
}
