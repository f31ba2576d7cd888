'use client';

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Page } from '@/lib/contracts/common';
import type { FileDto } from '@/lib/contracts/files';
import { folderKey, type Shelf, type ShelfSnapshot } from './folders';
import type { ListSnapshot } from './library-entry';
import { useLibrary } from './library-provider';
import { shelfQueryOf, type View, type ViewQuery, viewKey } from './view-state';

/** The first page as the server rendered it, and the list it belongs to. */
export type FileSeed = { key: string; page: Page<FileDto> };
export type ShelfSeed = { key: string; shelf: Shelf };

const loading: ListSnapshot = {
  status: 'loading',
  error: null,
  ids: [],
  file: () => undefined,
  hasMore: false,
  moreError: null,
};

/** The list of a view, live: read on the first look, shared with every other page that shows the same. */
export function useFileList(
  view: View,
  seed: FileSeed | null,
): { key: string; list: ListSnapshot; isOutdated: boolean } {
  const { library } = useLibrary();
  const key = viewKey(view);
  // The key is the query, written out: as long as it stays, so does the object.
  const query = useMemo(() => Object.fromEntries(new URLSearchParams(key)) as ViewQuery, [key]);
  if (seed?.key === key) library.seed(key, query, seed.page);
  const read = () => library.snapshot(key) ?? loading;
  const list = useSyncExternalStore(library.subscribe, read, read);
  useEffect(() => {
    library.open(key, query);
    const unwatch = library.watch(key);
    return () => {
      unwatch();
      library.close(key);
    };
  }, [library, key, query]);
  const before = useListBefore(view, key);
  const shown = list.status === 'loading' && before ? before : list;
  return { key, list: shown, isOutdated: shown !== list };
}

/** While somebody types on, the results so far stay in sight until the next ones are here. */
function useListBefore(view: View, key: string): ListSnapshot | undefined {
  const { library } = useLibrary();
  const [trace, setTrace] = useState<{ view: View; key: string; before: string | null }>({
    view,
    key,
    before: null,
  });
  if (trace.key !== key) {
    const isTyping = viewKey({ ...trace.view, q: '' }) === viewKey({ ...view, q: '' }) && view.q !== '';
    const isReady = library.snapshot(trace.key)?.status === 'ready';
    setTrace({ view, key, before: isTyping ? (isReady ? trace.key : trace.before) : null });
  }
  return trace.before === null ? undefined : library.snapshot(trace.before);
}

/** The folders of a view, live. `passive` only looks at what somebody else has read. */
export function useShelf(view: View, seed: ShelfSeed | null, { passive = false } = {}): ShelfSnapshot {
  const { folders } = useLibrary();
  const query = shelfQueryOf(view);
  const key = folderKey(query);
  if (seed?.key === key) folders.seed(query, seed.shelf);
  const read = () => folders.snapshot(query);
  const shelf = useSyncExternalStore(folders.subscribe, read, read);
  const isSeeded = seed?.key === key;
  useEffect(() => {
    if (!isSeeded && !passive) folders.open(Object.fromEntries(new URLSearchParams(key)));
  }, [folders, key, isSeeded, passive]);
  return shelf;
}
