'use client';

import { RotateCw, TriangleAlert } from 'lucide-react';
import { toApiError } from '@/lib/api-client/api-error';
import { Button } from './button';
import { cx } from './cx';
import { RequestId } from './request-id';

type ErrorStateProps = {
  /** What did not work: "Your files could not be loaded". */
  title: string;
  error: unknown;
  /** The next step; without it the sentence of the error must name one. */
  onRetry?: () => void;
  className?: string;
};

/** What happened, why, the next step, and the number to give to an admin. */
export function ErrorState({ title, error, onRetry, className }: ErrorStateProps) {
  const { detail, requestId } = toApiError(error);
  return (
    <div
      role="alert"
      className={cx('mx-auto flex max-w-md flex-col items-center gap-4 px-4 py-16 text-center', className)}
    >
      <div
        aria-hidden
        className="flex size-12 items-center justify-center rounded-lg bg-danger-subtle text-danger [&>svg]:size-5"
      >
        <TriangleAlert />
      </div>
      <div className="flex flex-col gap-1">
        <h2 className="font-medium text-lg">{title}</h2>
        <p className="text-pretty text-muted">{detail}</p>
      </div>
      {onRetry && (
        <Button icon={<RotateCw aria-hidden className="size-4" />} onClick={onRetry}>
          Try again
        </Button>
      )}
      {requestId && <RequestId id={requestId} />}
    </div>
  );
}
