'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { PageError } from '@/components/shell/page-error';

type ErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** A signed-in page that failed; the frame and running uploads stay. */
export default function AppError({ error, reset }: ErrorProps) {
  const router = useRouter();
  return (
    <PageError
      title="This page could not be shown"
      detail={
        error.digest
          ? 'Try again. If it stays like this, tell an admin the number below.'
          : 'Try again. If it stays like this, reload the page and tell an admin.'
      }
      digest={error.digest}
      onRetry={() =>
        startTransition(() => {
          router.refresh();
          reset();
        })
      }
    />
  );
}
