import { ErrorState } from '@/components/ui/error-state';
import { ApiError } from '@/lib/api-client/api-error';

const silentStorage = new ApiError({
  status: 0,
  code: 'network',
  title: 'The storage cannot be reached',
  detail:
    'No answer came from the storage. Check your connection and try again; the file can also be downloaded.',
});

/** A file that would not be shown: why, and the next step. Without an error of ours, the storage was silent. */
export const StageError = ({
  title,
  error,
  onRetry,
}: {
  title: string;
  error: unknown;
  onRetry: () => void;
}) => <ErrorState title={title} error={error ?? silentStorage} onRetry={onRetry} className="m-auto" />;
