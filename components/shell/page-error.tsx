'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { ErrorState } from '@/components/ui/error-state';
import { ApiError } from '@/lib/api-client/api-error';

type PageErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** A page that failed on the server or in the browser. The digest is the number under which the log knows it. */
export function PageError({ error, reset }: PageErrorProps) {
  const router = useRouter();
  const shown = new ApiError({
    status: 500,
    code: 'internal',
    title: 'Something went wrong',
    detail: 'This page could not be shown. Try again; if it stays like this, tell an admin the number below.',
    ...(error.digest ? { requestId: error.digest } : {}),
  });
  return (
    <ErrorState
      heading="h1"
      title="Something went wrong"
      error={shown}
      onRetry={() =>
        startTransition(() => {
          router.refresh();
          reset();
        })
      }
    />
  );
}
