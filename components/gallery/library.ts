import type { Page } from '@/lib/contracts/common';
import type { FileDto } from '@/lib/contracts/files';
import { evictPages, idsOf, pagesAt, replacePage, startList } from './file-list';
import { createEntry, drawEntry, type Entry, hiddenIds, type ListSnapshot } from './library-entry';
import { withArrived, withSettled } from './merge-files';
import { type ListPort, PageReader } from './page-reader';
import { applyChanges, type Change, leaves } from './pending';
import { lonelyTab, type TabChannel, type TabMessage } from './tab-channel';
import type { ViewQuery } from './view-state';

const pagesKept = 24;
const listsKept = 12;
/** The next page is asked for when less than this share of what is shown lies below: not at once, by everybody. */
const lowWater = 0.3;
const mendEveryMs = 10_000;
/** Signed thumbnails live an hour at least (STORAGE-FACTS, cache-stable GET): pages are read again before that. */
const signedForMs = 45 * 60_000;
/** Coming back to a list older than this reads what is in sight again. */
const staleAfterMs = 20_000;

/**
 * Every list of files this tab knows, by query: pages, changes on their way, and what other tabs report. Lists are
 * read through `snapshot` (for useSyncExternalStore); changes go through `change` and undo themselves on failure.
 */
export class Library {
  readonly #lists = new Map<string, Entry>();
  readonly #changes = new Set<Change>();
  readonly #listeners = new Set<() => void>();
  readonly #reader: PageReader;
  readonly #tabs: TabChannel;
  readonly #now: () => number;

  constructor({
    fetchPage,
    tabs = lonelyTab,
    now = Date.now,
  }: { fetchPage: ListPort; tabs?: TabChannel; now?: () => number }) {
    this.#reader = new PageReader({
      fetchPage,
      now,
      onChange: (entry, change) => this.#changed(entry, change),
    });
    this.#tabs = tabs;
    this.#now = now;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows the other tabs until the returned function is called. */
  connect(): () => void {
    return this.#tabs.listen((message) => this.#hear(message));
  }

  /** Takes the first page the server rendered, once; a list that is deeper already keeps what is below it. */
  seed(key: string, query: ViewQuery, page: Page<FileDto>): void {
    const entry = this.#entry(key, query);
    if (entry.seed === page) return;
    entry.seed = page;
    entry.list = entry.list ? replacePage(entry.list, 0, page, this.#now()) : startList(page, this.#now());
    entry.error = null;
    entry.snapshot = null;
  }

  /** Reads a list's first page unless it is there; one that grew old is read again in place. */
  open(key: string, query: ViewQuery): void {
    const entry = this.#entry(key, query);
    this.#forgetOldLists();
    const loadedAt = entry.list?.pages[0]?.loadedAt ?? Number.NEGATIVE_INFINITY;
    if (this.#now() - loadedAt > staleAfterMs) this.#reader.read(entry, 0);
  }

  /** Stops reading a list nobody looks at any more (typing on in the search field). */
  close(key: string): void {
    const entry = this.#lists.get(key);
    if (!entry) return;
    for (const reading of entry.loading.values()) reading.abort();
    entry.loading.clear();
    if (!entry.list) this.#lists.delete(key);
  }

  /** Items [from, to) are in sight: reads the pages that are missing there, the next one when the end is near. */
  show(key: string, { from, to }: { from: number; to: number }): void {
    const entry = this.#lists.get(key);
    if (!entry?.list) return;
    entry.shown = { from, to };
    const hidden = hiddenIds(entry, this.#changes).size;
    const shown = pagesAt(entry.list, { from, to: to + hidden });
    const near = { from: shown.from - pagesKept / 2, to: shown.to + pagesKept / 2 };
    const before = entry.list;
    entry.list = evictPages(before, near);
    for (let index = shown.from; index <= shown.to; index += 1) {
      const page = entry.list.pages[index];
      const isOld = page !== undefined && this.#now() - page.loadedAt > signedForMs;
      if (
        isOld ||
        (page &&
          idsOf({ pages: [page] })
            .slice()
            .some((id) => !entry.list?.files.has(id)))
      )
        this.#reader.read(entry, index);
    }
    this.#topUp(entry);
    if (entry.list !== before) this.#changed(entry);
  }

  /** Reads the next page; also the answer to "Try again" below the list. */
  more(key: string): void {
    const entry = this.#lists.get(key);
    if (entry?.list && entry.list.nextCursor !== null) this.#reader.read(entry, entry.list.pages.length);
  }

  /** Reads the pages of items [from, to) again: signed thumbnails grew old, or time has passed. */
  refresh(key: string, { from, to }: { from: number; to: number } = { from: 0, to: 1 }): void {
    const entry = this.#lists.get(key);
    if (!entry) return;
    const shown = entry.list ? pagesAt(entry.list, { from, to }) : { from: 0, to: 0 };
    for (let index = shown.from; index <= shown.to; index += 1) this.#reader.read(entry, index);
  }

  /** A picture did not load: what is in sight is read again, at most once in ten seconds. */
  refreshSoon(key: string): void {
    const entry = this.#lists.get(key);
    if (!entry || this.#now() - entry.mendedAt < mendEveryMs) return;
    entry.mendedAt = this.#now();
    this.refresh(key, entry.shown);
  }

  /** Everything may be different (a folder came or went): lists in sight are read again, the others when opened. */
  staleAll(): void {
    for (const [key, entry] of this.#lists) {
      if (entry.watchers > 0) this.refresh(key);
      else {
        this.close(key);
        this.#lists.delete(key);
      }
    }
  }

  /** Somebody looks at this list until the returned function is called. */
  watch(key: string): () => void {
    const entry = this.#lists.get(key);
    if (!entry) return () => {};
    entry.watchers += 1;
    return () => {
      entry.watchers -= 1;
    };
  }

  /** What to draw for a list; undefined before `open` or `seed`. */
  snapshot(key: string): ListSnapshot | undefined {
    const entry = this.#lists.get(key);
    if (!entry) return undefined;
    entry.snapshot ??= drawEntry(entry, this.#changes);
    return entry.snapshot;
  }

  /** A file any list knows, with pending changes laid over it. */
  find(id: string): FileDto | undefined {
    for (const { list } of this.#lists.values()) {
      const file = list?.files.get(id);
      if (file) return applyChanges(file, [...this.#changes]);
    }
    return undefined;
  }

  /**
   * Shows change at once and keeps it when `send` is through. `send` answers the ids the server refused; those, or
   * all of them when it throws, go back to what they were.
   */
  async change(change: Change, send: () => Promise<{ refused: readonly string[] }>): Promise<void> {
    this.#changes.add(change);
    this.#allChanged();
    try {
      const { refused } = await send();
      const done = { ...change, ids: change.ids.filter((id) => !refused.includes(id)) };
      this.#changes.delete(change);
      this.#settle(done);
      this.#tabs.tell({ type: 'changed', change: done });
    } finally {
      this.#changes.delete(change);
      this.#allChanged();
    }
  }

  /** Files that came to be or came back, or their newer state: each list that wants one takes it in. */
  arrive(files: readonly FileDto[]): void {
    this.#take(files);
    this.#tabs.tell({ type: 'arrived', files });
  }

  #hear(message: TabMessage): void {
    if (message.type === 'arrived') this.#take(message.files);
    if (message.type === 'changed') {
      this.#settle(message.change);
      this.#allChanged();
    }
  }

  #take(files: readonly FileDto[]): void {
    for (const entry of this.#lists.values())
      if (entry.list) entry.list = withArrived(entry.list, entry.query, files);
    this.#allChanged();
  }

  /** Writes a change the server agreed to into all lists. Those that gain a file nobody here knows read it again. */
  #settle(change: Change): void {
    const known = change.ids.flatMap((id) => this.#base(id) ?? []);
    for (const [key, entry] of this.#lists) {
      if (!entry.list) continue;
      entry.list = withSettled(entry.list, entry.query, change, known);
      const isGone = change.kind === 'delete' || leaves(entry.query, change);
      if (!isGone && known.length < change.ids.length) this.refresh(key);
    }
  }

  #base(id: string): FileDto | undefined {
    for (const { list } of this.#lists.values()) {
      const file = list?.files.get(id);
      if (file) return file;
    }
    return undefined;
  }

  #entry(key: string, query: ViewQuery): Entry {
    const found = this.#lists.get(key);
    // Re-inserted: the map's order is the order of use.
    this.#lists.delete(key);
    const entry = found ?? createEntry(query);
    this.#lists.set(key, entry);
    return entry;
  }

  #forgetOldLists(): void {
    for (const key of [...this.#lists.keys()].slice(0, -listsKept)) {
      this.close(key);
      this.#lists.delete(key);
    }
  }

  /** Reads the next page when little is left below what is shown: somebody scrolled, or removed what was there. */
  #topUp(entry: Entry): void {
    const { list, shown, moreError } = entry;
    if (!list || list.nextCursor === null || moreError !== null) return;
    const below = idsOf(list).length - hiddenIds(entry, this.#changes).size - shown.to;
    if (below < (shown.to - shown.from) * lowWater) this.#reader.read(entry, list.pages.length);
  }

  #changed(entry: Entry, change: Partial<Entry> = {}): void {
    Object.assign(entry, change, { snapshot: null });
    for (const listener of [...this.#listeners]) listener();
  }

  #allChanged(): void {
    for (const entry of this.#lists.values()) {
      entry.snapshot = null;
      if (entry.watchers > 0) this.#topUp(entry);
    }
    for (const listener of [...this.#listeners]) listener();
  }
}
