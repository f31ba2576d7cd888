'use client';

import { CircleAlert, CircleCheck, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from './button';
import { cx } from './cx';
import { IconButton } from './icon-button';
import { RequestId } from './request-id';
import { dismissToast, type Toast } from './toast';

const icons = { success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };
const colours = { success: 'text-success', warning: 'text-warning', danger: 'text-danger' };

type ToastCardProps = {
  toast: Toast;
  /** It keeps its room, and nothing is seen, heard or pressed there. */
  isGone: boolean;
  held: boolean;
};

/** One notice; it goes by itself unless `held`. */
export function ToastCard({ toast, isGone, held }: ToastCardProps) {
  const { id, durationMs, tone, action } = toast;
  useEffect(() => {
    if (held || isGone || !Number.isFinite(durationMs)) return;
    const timer = setTimeout(() => dismissToast(id), durationMs);
    return () => clearTimeout(timer);
  }, [held, isGone, durationMs, id]);

  const Icon = tone === 'neutral' ? undefined : icons[tone];
  return (
    <div
      className={cx(
        'toast-card pointer-events-auto flex w-full max-w-md items-start gap-2.5 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-3.5 shadow-popup sm:w-auto sm:min-w-80',
        isGone && 'invisible',
      )}
    >
      {Icon && tone !== 'neutral' && <Icon aria-hidden className={`mt-2 size-4 shrink-0 ${colours[tone]}`} />}
      <div className="min-w-0 flex-1 py-1.5">
        <p className="text-pretty font-medium">{toast.title}</p>
        {toast.detail && <p className="text-pretty text-muted text-sm">{toast.detail}</p>}
        {toast.requestId && <RequestId id={toast.requestId} />}
      </div>
      {action && (
        <Button
          size="sm"
          variant="ghost"
          className="mt-0.5 text-accent"
          onClick={() => {
            dismissToast(id);
            action.onAction();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton
        size="sm"
        label="Dismiss"
        icon={<X aria-hidden />}
        className="mt-0.5"
        onClick={() => dismissToast(id)}
      />
    </div>
  );
}
