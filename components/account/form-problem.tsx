import { Callout } from '@/components/ui/callout';
import { RequestId } from '@/components/ui/request-id';
import type { ApiError } from '@/lib/api-client/api-error';

/** The sentence of a form that was refused as a whole; server faults carry their request id. */
export const FormProblem = ({
  message,
  error,
}: {
  message: string | undefined;
  error: ApiError | undefined;
}) =>
  message ? (
    <Callout tone="danger">
      {message}
      {error && error.status >= 500 && error.requestId && <RequestId id={error.requestId} />}
    </Callout>
  ) : null;
