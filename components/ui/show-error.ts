import { toApiError } from '@/lib/api-client/api-error';
import { showToast } from './toast';

/** A failed action as a toast: what did not work, why, and the request id. `onRetry` adds the next step. */
export function showError(title: string, error: unknown, onRetry?: () => void): void {
  const { detail, requestId } = toApiError(error);
  showToast({
    title,
    detail,
    requestId,
    tone: 'danger',
    action: onRetry && { label: 'Try again', onAction: onRetry },
  });
}
