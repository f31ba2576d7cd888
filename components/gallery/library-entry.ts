import type { Page } from '@/lib/contracts/common';
import type { FileDto } from '@/lib/contracts/files';
import { type FileList, idsOf, removeFiles } from './file-list';
import type { Ids } from './ids';
import { applyChanges, type Change, leaves } from './pending';
import type { ViewQuery } from './view-state';

/** A list as it is to be drawn: pending changes are in it. The same object until something changes. */
export type ListSnapshot = {
  status: 'loading' | 'error' | 'ready';
  error: unknown;
  ids: Ids;
  /** The file, or undefined while its page is being read again. */
  file: (id: string) => FileDto | undefined;
  /** There are more files below. */
  hasMore: boolean;
  /** Reading the next page failed; `more` tries again. */
  moreError: unknown;
};

/** All that the library knows of one list. */
export type Entry = {
  query: ViewQuery;
  list: FileList | null;
  seed: Page<FileDto> | null;
  error: unknown;
  moreError: unknown;
  watchers: number;
  shown: { from: number; to: number };
  mendedAt: number;
  loading: Map<number, AbortController>;
  snapshot: ListSnapshot | null;
};

/** A list nobody has read yet. */
export const createEntry = (query: ViewQuery): Entry => ({
  query,
  list: null,
  seed: null,
  error: null,
  moreError: null,
  watchers: 0,
  shown: { from: 0, to: 1 },
  mendedAt: Number.NEGATIVE_INFINITY,
  loading: new Map(),
  snapshot: null,
});

/** Ids that changes on their way take out of the list. */
export const hiddenIds = ({ query }: Entry, changes: ReadonlySet<Change>): ReadonlySet<string> =>
  new Set([...changes].filter((change) => leaves(query, change)).flatMap(({ ids }) => ids));

/** The list as it looks once pending changes are through. */
export function drawEntry(entry: Entry, pending: ReadonlySet<Change>): ListSnapshot {
  const { list, error, moreError } = entry;
  const changes = [...pending];
  if (!list) {
    const status = error === null ? 'loading' : 'error';
    return { status, error, ids: [], file: () => undefined, hasMore: false, moreError: null };
  }
  const hidden = hiddenIds(entry, pending);
  return {
    status: 'ready',
    error: null,
    ids: idsOf(removeFiles(list, hidden)),
    file: (id) => {
      const file = list.files.get(id);
      return file && changes.length > 0 ? applyChanges(file, changes) : file;
    },
    hasMore: list.nextCursor !== null,
    moreError,
  };
}
