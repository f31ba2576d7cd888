import type { FileDto } from '@/lib/contracts/files';

/**
 * A keyset list as the browser knows it. Ids are kept for every page that was seen (a hundred thousand of them are
 * a few MB), the files themselves only near the viewport: scrolling far does not grow the heap.
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
  readonly ids: readonly string[];
  readonly loadedAt: number;
};
type Fetched = { items: readonly FileDto[]; nextCursor: string | null };
export type Order = (a: FileDto, b: FileDto) => number;

/** A list that begins with its first page; now in ms since 1970. */
export const startList = (fetched: Fetched, now: number): FileList =>
  replacePage(
    { pages: [{ cursor: null, ids: [], loadedAt: now }], files: new Map(), nextCursor: null },
    0,
    fetched,
    now,
  );

/** Adds the page that begins at list.nextCursor. A file that was already listed above keeps its place there. */
export function appendPage(list: FileList, fetched: Fetched, now: number): FileList {
  if (list.nextCursor === null) return list;
  const known = new Set(idsOf(list));
  const fresh = fetched.items.filter(({ id }) => !known.has(id));
  return {
    pages: [...list.pages, { cursor: list.nextCursor, ids: fresh.map(({ id }) => id), loadedAt: now }],
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
  const [above, below] = [idsIn(list.pages.slice(0, index)), idsIn(list.pages.slice(index + 1))];
  const end = fetched.items.findIndex(({ id }) => below.has(id));
  const meetsNext = end >= 0 || below.size === 0;
  const items = (end >= 0 ? fetched.items.slice(0, end) : fetched.items).filter(({ id }) => !above.has(id));
  const fresh: ListPage = { cursor: page.cursor, ids: items.map(({ id }) => id), loadedAt: now };
  const keepsBelow = meetsNext && below.size > 0;
  const pages = [...list.pages.slice(0, index), fresh, ...(keepsBelow ? list.pages.slice(index + 1) : [])];
  const files = withFiles(list.files, items);
  const gone = new Set([...page.ids, ...(keepsBelow ? [] : below)]);
  for (const { id } of items) gone.delete(id);
  for (const id of gone) if (!above.has(id)) files.delete(id);
  return { pages, files, nextCursor: keepsBelow ? list.nextCursor : fetched.nextCursor };
}

/** Forgets the files (not the ids) of all pages outside [from, to]. */
export function evictPages(list: FileList, { from, to }: { from: number; to: number }): FileList {
  const kept = idsIn(list.pages.filter((_, index) => index >= from && index <= to));
  if (kept.size >= list.files.size) return list;
  return { ...list, files: new Map([...list.files].filter(([id]) => kept.has(id))) };
}

export function removeFiles(list: FileList, ids: ReadonlySet<string>): FileList {
  if (!list.pages.some((page) => page.ids.some((id) => ids.has(id)))) return list;
  const pages = list.pages.map((page) =>
    page.ids.some((id) => ids.has(id)) ? { ...page, ids: page.ids.filter((id) => !ids.has(id)) } : page,
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
  for (const [index, page] of rest.pages.entries()) {
    const at = page.ids.findIndex((id) => {
      const other = rest.files.get(id);
      return other !== undefined && order(file, other) < 0;
    });
    if (at >= 0) return insert(rest, { page: index, at }, file);
  }
  const last = rest.pages.length - 1;
  if (rest.nextCursor !== null || last < 0) return rest;
  return insert(rest, { page: last, at: rest.pages[last]?.ids.length ?? 0 }, file);
}

function insert(list: FileList, { page: index, at }: { page: number; at: number }, file: FileDto): FileList {
  const pages = list.pages.map((page, position) =>
    position === index ? { ...page, ids: page.ids.toSpliced(at, 0, file.id) } : page,
  );
  return { ...list, pages, files: withFiles(list.files, [file]) };
}

/** All ids, in order. */
export const idsOf = (list: FileList): string[] => list.pages.flatMap((page) => page.ids);

/** Indexes of the pages that hold the items [from, to). */
export function pagesAt(
  list: FileList,
  { from, to }: { from: number; to: number },
): { from: number; to: number } {
  let first = 0;
  let seen = 0;
  const { pages } = list;
  while (first < pages.length - 1 && seen + (pages[first]?.ids.length ?? 0) <= from) {
    seen += pages[first]?.ids.length ?? 0;
    first += 1;
  }
  let last = first;
  seen += pages[first]?.ids.length ?? 0;
  while (last < pages.length - 1 && seen < to) {
    last += 1;
    seen += pages[last]?.ids.length ?? 0;
  }
  return { from: first, to: last };
}

const idsIn = (pages: readonly ListPage[]) => new Set(pages.flatMap((page) => page.ids));

function withFiles(files: ReadonlyMap<string, FileDto>, added: readonly FileDto[]): Map<string, FileDto> {
  const all = new Map(files);
  for (const file of added) all.set(file.id, file);
  return all;
}
