import type { FileDto, FileKind, FileSort } from '@/lib/contracts/files';

/** Where a gallery page stands: the page itself fixes it, the URL narrows it. */
export type Place = 'library' | 'favourites' | 'trash';
type Layout = 'grid' | 'list';
export type Order = 'asc' | 'desc';

/** All that decides which files are shown, in which order and how. The URL holds every word of it. */
export type View = {
  place: Place;
  folderId: string | null;
  kind: FileKind | null;
  q: string;
  tag: string | null;
  favourite: boolean;
  sort: FileSort;
  order: Order;
  layout: Layout;
  /** The file open in the viewer. */
  fileId: string | null;
};

/** What the list endpoint takes, without paging. */
export type ViewQuery = {
  folderId?: string;
  kind?: FileKind;
  q?: string;
  tag?: string;
  favourite?: 'true';
  trashed?: 'true';
  sort: FileSort;
  order: Order;
};

const kinds: readonly string[] = [
  'image',
  'video',
  'audio',
  'document',
  'data',
  'archive',
  'other',
] satisfies FileKind[];
const sorts: readonly string[] = ['createdAt', 'name', 'size', 'kind'] satisfies FileSort[];
const isKind = (value: string | null): value is FileKind => value !== null && kinds.includes(value);
const isSort = (value: string | null): value is FileSort => value !== null && sorts.includes(value);
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const toId = (value: string | null) => (value && idPattern.test(value) ? value.toLowerCase() : null);

/** The order a sort has until somebody turns it round: newest and largest first, names and kinds from A. */
export const defaultOrder = (sort: FileSort): Order =>
  sort === 'createdAt' || sort === 'size' ? 'desc' : 'asc';

/** The view a URL describes. Anything unknown or malformed is as if it were absent: an old link still opens. */
export function parseView(search: URLSearchParams, place: Place): View {
  const inLibrary = place === 'library';
  const [kind, sort, order] = [search.get('kind'), search.get('sort'), search.get('order')];
  const knownSort = isSort(sort) ? sort : 'createdAt';
  return {
    place,
    folderId: inLibrary ? toId(search.get('folder')) : null,
    kind: isKind(kind) ? kind : null,
    q: (search.get('q') ?? '').trim().slice(0, 200),
    tag: search.get('tag')?.trim().slice(0, 64) || null,
    favourite: inLibrary && search.get('favourite') === 'true',
    sort: knownSort,
    order: order === 'asc' || order === 'desc' ? order : defaultOrder(knownSort),
    layout: search.get('layout') === 'list' ? 'list' : 'grid',
    fileId: toId(search.get('file')),
  };
}

/** The query string of a view, "" for the plain one; what is as by default is left out, so equal views have equal URLs. */
export function viewToSearch(view: View): string {
  const search = new URLSearchParams();
  if (view.place === 'library' && view.folderId) search.set('folder', view.folderId);
  if (view.kind) search.set('kind', view.kind);
  if (view.q) search.set('q', view.q);
  if (view.tag) search.set('tag', view.tag);
  if (view.place === 'library' && view.favourite) search.set('favourite', 'true');
  if (view.sort !== 'createdAt') search.set('sort', view.sort);
  if (view.order !== defaultOrder(view.sort)) search.set('order', view.order);
  if (view.layout !== 'grid') search.set('layout', view.layout);
  if (view.fileId) search.set('file', view.fileId);
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** True while something narrows the view: then it looks through all folders, unless one is open. */
export const isFiltered = (view: View) =>
  view.q !== '' || view.kind !== null || view.tag !== null || view.favourite;

/** Whether folders are shown beside the files: in an open folder, and as hits of a search through everything. */
export const showsFolders = (view: View) =>
  view.place === 'library' &&
  (!isFiltered(view) || (view.q !== '' && !view.kind && !view.tag && !view.favourite && !view.folderId));

/** The list endpoint's query for a view. Words, kind, tag or mark without an open folder search everywhere. */
export function toListQuery(view: View): ViewQuery {
  const inFolder = view.place === 'library' && (view.folderId !== null || !isFiltered(view));
  return {
    ...(inFolder ? { folderId: view.folderId ?? 'root' } : {}),
    ...(view.kind ? { kind: view.kind } : {}),
    ...(view.q ? { q: view.q } : {}),
    ...(view.tag ? { tag: view.tag } : {}),
    ...(view.favourite || view.place === 'favourites' ? { favourite: 'true' as const } : {}),
    ...(view.place === 'trash' ? { trashed: 'true' as const } : {}),
    sort: view.sort,
    order: view.order,
  };
}

/** One name for all views that show the same list: layout and the open file do not change it. */
export const viewKey = (view: View): string => new URLSearchParams(toListQuery(view)).toString();

/** Whether file is one of those a list query asks for: decides what a change moves in or out of sight. */
export function belongsTo(query: ViewQuery, file: FileDto): boolean {
  if ((query.trashed === 'true') !== (file.trashedAt !== undefined)) return false;
  if (query.folderId !== undefined && query.folderId !== (file.folderId ?? 'root')) return false;
  if (query.kind && query.kind !== file.kind) return false;
  if (query.favourite && !file.favourite) return false;
  if (query.tag && !file.tags.includes(query.tag)) return false;
  if (!query.q) return true;
  const words = query.q.toLocaleLowerCase();
  return [file.name, ...file.tags].some((text) => text.toLocaleLowerCase().includes(words));
}

/** Made when the first two names are compared: making it costs the start of a page 60 ms. */
let names: Intl.Collator | undefined;

/** The order of a list query, close to the server's: used only to find the place of a file that just arrived. */
export function compareFiles({ sort, order }: Pick<ViewQuery, 'sort' | 'order'>) {
  const turn = order === 'asc' ? 1 : -1;
  const byKey = (a: FileDto, b: FileDto): number => {
    switch (sort) {
      case 'createdAt':
        return a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0;
      case 'name':
        names ??= new Intl.Collator('und', { numeric: true });
        return names.compare(a.name, b.name);
      case 'size':
        return a.size - b.size;
      case 'kind':
        return kinds.indexOf(a.kind) - kinds.indexOf(b.kind);
      default:
        return sort satisfies never;
    }
  };
  return (a: FileDto, b: FileDto) => turn * (byKey(a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Which folders a view shows, and whose path is its breadcrumb. */
export function shelfQueryOf(view: View): { parentId?: string; q?: string } {
  if (view.place === 'library' && view.q && !view.folderId) return { q: view.q };
  return { parentId: view.folderId ?? 'root' };
}
