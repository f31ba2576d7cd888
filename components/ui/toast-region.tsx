'use client';

import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { type Toast, toastStore } from './toast';

const ToastCard = lazy(() => import('./toast-card').then((module) => ({ default: module.ToastCard })));

const empty: readonly Toast[] = [];

/** Where toasts appear; once per page. Politely announced; time stands still under the pointer and the focus. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => empty);
  const [held, setHeld] = useState(false);
  return (
    <section
      aria-label="Notices"
      aria-live="polite"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-none fixed inset-x-2 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-[60] flex flex-col items-center gap-2 md:bottom-4"
    >
      <Suspense>
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} held={held} />
        ))}
      </Suspense>
    </section>
  );
}
