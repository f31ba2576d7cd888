import type { Uploader } from '../uploader';

/** Asks before the tab is closed while bytes travel. Returns what takes the guard away. */
export function guardClose(uploader: Uploader, scope: Window = window): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  let guarding = false;
  // A listener that is there for good keeps a page out of the back/forward cache.
  const update = () => {
    const { active } = uploader.getSnapshot().totals;
    if (active === guarding) return;
    guarding = active;
    if (active) scope.addEventListener('beforeunload', ask);
    else scope.removeEventListener('beforeunload', ask);
  };
  const unsubscribe = uploader.subscribe(update);
  update();
  return () => {
    unsubscribe();
    scope.removeEventListener('beforeunload', ask);
  };
}
