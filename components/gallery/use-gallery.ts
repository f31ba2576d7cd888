'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useMe } from '@/components/shell/use-me';
import { showError } from '@/components/ui/show-error';
import type { FileDto } from '@/lib/contracts/files';
import type { FolderDto } from '@/lib/contracts/folders';
import { useGalleryActions } from './actions';
import type { CollectionHandle } from './collection-props';
import type { Question } from './dialogs';
import { downloadFiles, downloadFolder } from './download';
import type { Dragged } from './drag';
import { type FileCommand, type FileVerbs, fileCommands } from './file-commands';
import { useLibrary } from './library-provider';
import { useScrollMemory } from './scroll-memory';
import { type FileSeed, type ShelfSeed, useFileList, useShelf } from './use-lists';
import { useSelection } from './use-selection';
import { useView } from './use-view';
import { isFiltered, type Place, showsFolders, type View, viewToSearch } from './view-state';

export type GallerySeed = { place: Place; files: FileSeed; folders: ShelfSeed | null };
export type Gallery = ReturnType<typeof useGallery>;

const noFilters = { fileId: null, q: '', kind: null, tag: null, favourite: false } satisfies Partial<View>;

const report = (download: Promise<void>) =>
  void download.catch((error: unknown) => showError('The download did not succeed', error));

/** All state of one gallery page, and what can be done from it. The view is in the URL, the lists in the library. */
export function useGallery({ place, files: seed, folders: shelfSeed }: GallerySeed) {
  const { library } = useLibrary();
  const router = useRouter();
  const { canShare } = useMe().limits;
  const { view, goTo } = useView(place);
  const { key, list, isOutdated } = useFileList(view, seed);
  const shelf = useShelf(view, shelfSeed);
  useScrollMemory(key);
  const actions = useGalleryActions();
  const [selection, select] = useSelection(key, list.ids);
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const [question, setQuestion] = useState<{ value: Question; open: boolean } | null>(null);
  const [active, setActive] = useState(false);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const collection = useRef<CollectionHandle>(null);
  const viewer = useViewer(view, goTo, (fileId) => {
    const index = list.ids.indexOf(fileId);
    if (index >= 0) collection.current?.focusAt(index);
  });
  const inTrash = place === 'trash';
  const { focus } = selection;
  useEffect(() => {
    // The file that had the focus is gone (trashed, moved): the one in its place takes it.
    if (active && focus && document.activeElement === document.body)
      collection.current?.focusAt(list.ids.indexOf(focus));
  }, [active, focus, list.ids]);
  const ask = (value: Question) => setQuestion({ value, open: true });
  const known = (ids: readonly string[]): FileDto[] => ids.flatMap((id) => list.file(id) ?? []);

  const verbs: FileVerbs = {
    open: viewer.open,
    download: (ids) => report(downloadFiles(ids)),
    share: canShare ? (ids) => ask({ type: 'share', target: { fileIds: ids } }) : null,
    copyLink: (id) => {
      const file = list.file(id);
      if (file) ask({ type: 'link', file });
    },
    rename: setRenamingId,
    move: (ids) => {
      const origins = new Set(known(ids).map(({ folderId }) => folderId));
      ask({
        type: 'move',
        fileIds: ids,
        folderIds: [],
        from: origins.size === 1 ? [...origins][0] : undefined,
      });
    },
    tag: (ids) => ask({ type: 'tags', ids, files: known(ids) }),
    favourite: (ids, on) => void actions.favourite(ids, on),
    trash: (ids) => void actions.trash(ids),
    restore: (ids) => void actions.restore(ids),
    deleteForGood: (ids) => ask({ type: 'delete', files: known(ids) }),
  };
  const commandsFor = (ids: readonly string[]): FileCommand[] =>
    fileCommands({ ids, files: ids.map(list.file), inTrash }, verbs);

  const onShow = useCallback(
    (next: { from: number; to: number }) => {
      setRange((now) => (now.from === next.from && now.to === next.to ? now : next));
      library.show(key, next);
    },
    [library, key],
  );
  const onRename = useCallback(
    (id: string, name: string | null) => {
      setRenamingId(null);
      if (name !== null) void actions.rename(id, name);
    },
    [actions],
  );
  const onStale = useCallback(() => library.refreshSoon(key), [library, key]);

  /** Folders live on the files' page, from wherever one is opened. */
  const hrefOfFolder = (folderId: string | null): Route =>
    `/${viewToSearch({ ...view, ...noFilters, place: 'library', folderId })}` as Route;

  return {
    place,
    inTrash,
    canShare,
    view,
    goTo,
    list,
    /** Results of the words before: the next ones are on their way. */
    isOutdated,
    shelf,
    folders: shelf.status === 'ready' && showsFolders(view) ? shelf.items : [],
    selection,
    select,
    /** What a key or the bar acts on: the selected files, else the one with the focus. */
    targets: selection.ids.size > 0 ? [...selection.ids] : active && selection.focus ? [selection.focus] : [],
    setActive,
    commandsFor,
    viewer,
    collection,
    renamingId,
    setRenamingId,
    question,
    ask,
    closeQuestion: () => setQuestion((now) => now && { ...now, open: false }),
    actions,
    range,
    onShow,
    onRename,
    onStale,
    retry: () => {
      library.refresh(key);
    },
    more: () => library.more(key),
    refresh: () => library.refresh(key, range),
    canAddFolder: place === 'library' && !isFiltered(view),
    hrefOfFolder,
    downloadFolder: (folder: Pick<FolderDto, 'id' | 'name'>) => report(downloadFolder(folder)),
    openFolder(folderId: string | null) {
      if (place === 'library') goTo({ ...noFilters, folderId });
      else router.push(hrefOfFolder(folderId));
      window.scrollTo({ top: 0, behavior: 'instant' });
    },
    dropInto(target: Pick<FolderDto, 'name'> & { id: string | null }, dragged: Dragged) {
      const folderIds = dragged.folderIds.filter((id) => id !== target.id);
      void actions.move({ fileIds: dragged.fileIds, folderIds }, target);
    },
  };
}

/** Opening and closing the viewer by history: Back closes it, and the file it showed last has the focus then. */
function useViewer(
  view: View,
  goTo: (change: Partial<View>, how?: 'push' | 'replace') => void,
  focus: (id: string) => void,
) {
  const openedHere = useRef(false);
  const isClosing = useRef(false);
  const lastShown = useRef<string | null>(null);
  const focusOn = useEffectEvent(focus);
  useEffect(() => {
    isClosing.current = false;
    if (view.fileId === null && lastShown.current !== null) {
      openedHere.current = false;
      focusOn(lastShown.current);
    }
    lastShown.current = view.fileId;
  }, [view.fileId]);
  return {
    fileId: view.fileId,
    open: (fileId: string) => {
      // Another click while the viewer is on its way: still one step in the history.
      const isFirst = view.fileId === null;
      openedHere.current ||= isFirst;
      goTo({ fileId }, isFirst ? 'push' : 'replace');
    },
    /** Arrows change the file without a step in the history. */
    show: (fileId: string) => goTo({ fileId }, 'replace'),
    close: () => {
      // Escape may be heard by the dialog and by the page: two steps back would leave the gallery.
      if (isClosing.current) return;
      isClosing.current = true;
      if (openedHere.current) window.history.back();
      else goTo({ fileId: null }, 'replace');
    },
  };
}
