'use client';

import { RotateCw, TriangleAlert } from 'lucide-react';
import { toApiError } from '@/lib/api-client/api-error';
import { Button } from './button';
import { cx } from './cx';

type ErrorStateProps = {
  /** What did not work: "Your files could not be loaded". */
  title: string;
  error: unknown;
  /** The next step; without it the sentence of the error must name one. */
  onRetry?: () => void;
  /** h1 where this is the whole page. */
  heading?: 'h1' | 'h2';
  className?: string;
};

/** What happened, why, the next step, and the number to give to an admin. */
export function ErrorState({ title, error, onRetry, heading: Heading = 'h2', className }: ErrorStateProps) {
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
        <Heading className="font-medium text-lg">{title}</Heading>
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

/** The number under which the server's log knows this request. */
export const RequestId = ({ id }: { id: string }) => (
  <p className="text-muted text-xs">
    Request <code className="select-all font-mono">{id}</code>
  </p>
);
