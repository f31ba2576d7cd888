import type { Totals } from '../item-list';
import type { Uploader } from '../uploader';

/** `42 % · Sluice` while bytes travel, the plain title after that. */
export function titleFor(title: string, { active, sizeBytes, sentBytes }: Totals): string {
  if (!active || sizeBytes === 0) return title;
  return `${Math.floor((sentBytes / sizeBytes) * 100)} % · ${title}`;
}

/**
 * Shows progress in the tab's title, and leaves alone what the page itself writes there. Returns what ends it.
 */
export function showTitleProgress(uploader: Uploader, page: Document = document): () => void {
  let own = page.title;
  let shown = own;
  const update = () => {
    // The page has changed its title since: that is the one to go back to.
    if (page.title !== shown) own = page.title;
    shown = titleFor(own, uploader.getSnapshot().totals);
    if (page.title !== shown) page.title = shown;
  };
  const unsubscribe = uploader.subscribe(update);
  update();
  return () => {
    unsubscribe();
    if (page.title === shown) page.title = own;
  };
}
