import type { Page } from '@/lib/contracts/common';
import type { FileDto } from '@/lib/contracts/files';
import { appendPage, replacePage, startList } from './file-list';
import type { Entry } from './library-entry';
import { againPageSize, firstPageSize, nextPageSize } from './page-sizes';
import type { ViewQuery } from './view-state';

export type ListPort = (
  query: ViewQuery & { cursor?: string; limit: number },
  signal: AbortSignal,
) => Promise<Page<FileDto>>;

type Options = {
  fetchPage: ListPort;
  now: () => number;
  /** The entry is to be drawn again, with `change` written into it. */
  onChange: (entry: Entry, change?: Partial<Entry>) => void;
};

/** Reads pages of lists, each once at a time, and takes them in. */
export class PageReader {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Reads page `index` of a list; one past the last is the next one. */
  read(entry: Entry, index: number): void {
    if (entry.loading.has(index)) return;
    const { fetchPage, now, onChange } = this.#options;
    const { list } = entry;
    const isNext = list !== null && index === list.pages.length;
    const cursor = list === null ? null : isNext ? list.nextCursor : (list.pages[index]?.cursor ?? null);
    const limit = list === null ? firstPageSize : isNext ? nextPageSize : againPageSize;
    const reading = new AbortController();
    entry.loading.set(index, reading);
    if (entry.error !== null || entry.moreError !== null) onChange(entry, { error: null, moreError: null });
    fetchPage({ ...entry.query, ...(cursor === null ? {} : { cursor }), limit }, reading.signal)
      .then((page) => {
        if (reading.signal.aborted) return;
        if (!entry.list) entry.list = startList(page, now());
        else if (!isNext) entry.list = replacePage(entry.list, index, page, now());
        else if (entry.list.nextCursor === cursor) entry.list = appendPage(entry.list, page, now());
        onChange(entry);
      })
      .catch((error: unknown) => {
        if (reading.signal.aborted) return;
        onChange(entry, entry.list ? (isNext ? { moreError: error } : {}) : { error });
      })
      .finally(() => {
        if (entry.loading.get(index) === reading) entry.loading.delete(index);
      });
  }
}
