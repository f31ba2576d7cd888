import type { FileDto } from '@/lib/contracts/files';
import { PackedIds, packIds } from './ids';

/**
 * A keyset list as the browser knows it. Ids are kept for every page that was seen, packed (a hundred thousand of them
 * are 1.6 MB), the files themselves only near the viewport: scrolling far does not grow the heap.
 */
export type FileList = {
  readonly pages: readonly ListPage[];
  readonly files: ReadonlyMap<string, FileDto>;
  /** Where the page after the last one begins; null at the end of the list. */
  readonly nextCursor: string | null;
};
type ListPage = {
  /** Where the page begins; null for the first. */
  readonly cursor: string | null;
  readonly ids: Uint32Array;
  readonly loadedAt: number;
};
type Fetched = { items: readonly FileDto[]; nextCursor: string | null };
export type Order = (a: FileDto, b: FileDto) => number;

/** A list that begins with its first page; now in ms since 1970. */
export const startList = (fetched: Fetched, now: number): FileList =>
  replacePage(
    { pages: [{ cursor: null, ids: packIds([]), loadedAt: now }], files: new Map(), nextCursor: null },
    0,
    fetched,
    now,
  );

/** Adds the page that begins at list.nextCursor. A file that was already listed above keeps its place there. */
export function appendPage(list: FileList, fetched: Fetched, now: number): FileList {
  if (list.nextCursor === null) return list;
  const known = idsOf(list).find(idsIn(fetched.items));
  const ids = packIds(idsIn(fetched.items).filter((id) => !known.has(id)));
  return {
    pages: [...list.pages, { cursor: list.nextCursor, ids, loadedAt: now }],
    files: withFiles(list.files, fetched.items),
    nextCursor: fetched.nextCursor,
  };
}

/**
 * Page `index` read again from its cursor with a limit at least as large as the page: ends where the next page begins.
 * When it does not reach the next page (many new files in between), the pages below are forgotten and load again.
 */
export function replacePage(list: FileList, index: number, fetched: Fetched, now: number): FileList {
  const page = list.pages[index];
  if (!page) return list;
  const all = idsOf(list);
  const places = all.find(idsIn(fetched.items));
  /** Negative for a file of a page above, positive for one of a page below, else 0. */
  const side = (id: string) => {
    const place = places.get(id);
    return place === undefined ? 0 : all.pageOf(place) - index;
  };
  const end = fetched.items.findIndex(({ id }) => side(id) > 0);
  const keepsBelow = end >= 0;
  const items = (keepsBelow ? fetched.items.slice(0, end) : fetched.items).filter(({ id }) => side(id) >= 0);
  const below = list.pages.slice(index + 1);
  const fresh: ListPage = { cursor: page.cursor, ids: packIds(idsIn(items)), loadedAt: now };
  const pages = [...list.pages.slice(0, index), fresh, ...(keepsBelow ? below : [])];
  const files = withFiles(list.files, items);
  const gone = new Set(idsOf({ pages: keepsBelow ? [page] : [page, ...below] }));
  for (const { id } of items) gone.delete(id);
  for (const id of gone) files.delete(id);
  return { pages, files, nextCursor: keepsBelow ? list.nextCursor : fetched.nextCursor };
}

/** Forgets the files (not the ids) of all pages outside [from, to]. */
export function evictPages(list: FileList, { from, to }: { from: number; to: number }): FileList {
  const near = idsOf({ pages: list.pages.slice(Math.max(0, from), to + 1) });
  if (near.length >= list.files.size) return list;
  const kept = near.find(list.files.keys());
  return { ...list, files: new Map([...list.files].filter(([id]) => kept.has(id))) };
}

export function removeFiles(list: FileList, ids: ReadonlySet<string>): FileList {
  const all = idsOf(list);
  const found = ids.size === 0 ? [] : [...all.find(ids).values()];
  if (found.length === 0) return list;
  const touched = new Set(found.map((place) => all.pageOf(place)));
  const pages = list.pages.map((page, index) =>
    touched.has(index)
      ? { ...page, ids: packIds([...idsOf({ pages: [page] })].filter((id) => !ids.has(id))) }
      : page,
  );
  return { ...list, pages, files: new Map([...list.files].filter(([id]) => !ids.has(id))) };
}

/**
 * Brings in a file that belongs to the list, or its newer state, at its place by order. A place below what is loaded
 * is left alone: the file comes with its page.
 */
export function putFile(list: FileList, file: FileDto, order: Order): FileList {
  const previous = list.files.get(file.id);
  if (previous && order(previous, file) === 0) {
    return { ...list, files: withFiles(list.files, [file]) };
  }
  const rest = removeFiles(list, new Set([file.id]));
  const all = idsOf(rest);
  const below = [...rest.files.values()].filter((other) => order(file, other) < 0);
  const next = Math.min(...all.find(idsIn(below)).values());
  if (next < all.length) return insert(rest, next, file);
  return rest.nextCursor === null && rest.pages.length > 0 ? insert(rest, all.length, file) : rest;
}

/** Puts file before the item at index, on its page; behind the last one on the last page. */
function insert(list: FileList, index: number, file: FileDto): FileList {
  const all = idsOf(list);
  const target = all.pageOf(index);
  const start = idsOf({ pages: list.pages.slice(0, target) }).length;
  const pages = list.pages.map((page, position) =>
    position === target
      ? { ...page, ids: packIds([...idsOf({ pages: [page] })].toSpliced(index - start, 0, file.id)) }
      : page,
  );
  return { ...list, pages, files: withFiles(list.files, [file]) };
}

const known = new WeakMap<FileList['pages'], PackedIds>();

/** All ids, in order; the same object for the same pages. */
export function idsOf({ pages }: Pick<FileList, 'pages'>): PackedIds {
  const ids = known.get(pages) ?? new PackedIds(pages.map((page) => page.ids));
  known.set(pages, ids);
  return ids;
}

/** Indexes of the pages that hold the items [from, to). */
export function pagesAt(
  list: FileList,
  { from, to }: { from: number; to: number },
): { from: number; to: number } {
  const all = idsOf(list);
  return { from: Math.max(0, all.pageOf(from)), to: Math.max(0, all.pageOf(Math.max(from, to - 1))) };
}

const idsIn = (files: readonly FileDto[]) => files.map(({ id }) => id);

function withFiles(files: ReadonlyMap<string, FileDto>, added: readonly FileDto[]): Map<string, FileDto> {
  const all = new Map(files);
  for (const file of added) all.set(file.id, file);
  return all;
}
