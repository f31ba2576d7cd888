import type { Uploader } from '../uploader';

/**
 * Keeps the screen awake while bytes travel: a phone that sleeps stops sending. Does nothing where the browser has no
 * wake lock (plain http) or says no (low battery). Returns what ends it.
 */
export function keepAwake(uploader: Uploader, page: Document = document): () => void {
  const { wakeLock } = navigator;
  if (!wakeLock) return () => {};
  let held: WakeLockSentinel | null = null;
  let asking = false;
  const wanted = () => uploader.getSnapshot().totals.active && page.visibilityState === 'visible';
  const update = async () => {
    if (asking || wanted() === (held !== null && !held.released)) return;
    asking = true;
    try {
      if (wanted()) held = await wakeLock.request('screen');
      else await held?.release();
    } catch {
      // Refused: low battery, or the page was hidden meanwhile. The next change asks again.
    }
    if (!wanted() && held?.released) held = null;
    asking = false;
  };
  const onChange = () => void update();
  const unsubscribe = uploader.subscribe(onChange);
  // The browser takes the lock away when the page is hidden.
  page.addEventListener('visibilitychange', onChange);
  onChange();
  return () => {
    unsubscribe();
    page.removeEventListener('visibilitychange', onChange);
    void held?.release();
  };
}
