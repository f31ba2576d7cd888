'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { lazyPart } from './lazy-part';
import { type ToastPlace, toastStore } from './toast';

const ToastCard = lazyPart(() => import('./toast-card').then((module) => module.ToastCard));
/** Not before the page is at rest; not only when asked for, for the first toast may say that the network is gone. */
const loadAfterMs = 3_000;

const none: readonly ToastPlace[] = [];

/** Where toasts stack up; once per page. Politely announced; time stands still under the pointer and the focus. */
export function ToastRegion() {
  const places = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => none);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const timer = setTimeout(ToastCard.preload, loadAfterMs);
    return () => clearTimeout(timer);
  }, []);
  // What goes under the pointer takes it along without a word: an empty region is held by nobody.
  if (held && places.length === 0) setHeld(false);
  return (
    <section
      aria-label="Notices"
      aria-live="polite"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-none fixed inset-x-2 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-[60] flex flex-col-reverse items-center gap-2 md:bottom-4"
    >
      {places.map(({ toast, isEmpty, order }) => (
        <ToastCard key={order} toast={toast} isGone={isEmpty} held={held} />
      ))}
    </section>
  );
}
