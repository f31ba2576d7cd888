'use client';

import { lazy, Suspense, useEffect, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { sayLost, untilLoaded } from '@/components/ui/lost-code';
import { startDrag } from './drag';
import { FileGrid } from './file-grid';
import { fileMenu } from './file-menu';
import { FolderTiles } from './folder-tiles';
import { GalleryBar } from './gallery-bar';
import { GalleryStates, LoadingRows } from './gallery-states';
import { type OpenMenu, Overlays } from './overlays';
import { type GridPreference, saveGridPreference } from './preferences';
import { type GallerySeed, useGallery } from './use-gallery';
import { useGalleryKeys } from './use-gallery-keys';
import { useHasMouse } from './use-has-mouse';
import { useStayFresh } from './use-stay-fresh';

/** Most people look at all of it as tiles: the rest loads for those who do not. */
const FilterChips = lazy(() =>
  untilLoaded(() => import('./filter-chips')).then((module) => ({ default: module.FilterChips })),
);
const FileRows = lazy(() =>
  untilLoaded(() => import('./file-rows')).then((module) => ({ default: module.FileRows })),
);

type GalleryProps = GallerySeed & { preference: GridPreference };

/** Files and folders of one view: the page people live in. */
export function Gallery({ preference, ...seed }: GalleryProps) {
  const gallery = useGallery(seed);
  const { view, list, selection, select, collection, goTo, inTrash, actions } = gallery;
  const [grid, setGrid] = useState(preference);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const hasMouse = useHasMouse();
  useGalleryKeys(gallery);
  useStayFresh(gallery);
  useEffect(() => {
    if (grid !== preference) saveGridPreference(grid);
  }, [grid, preference]);

  const collectionProps = {
    ref: collection,
    ids: list.ids,
    file: list.file,
    hasMore: list.hasMore,
    selection,
    renamingId: gallery.renamingId,
    draggable: hasMouse && !inTrash,
    select,
    open: gallery.viewer.open,
    onActive: gallery.setActive,
    menu: (id: string, at: DOMRect) => setMenu({ at, ...fileMenu(id, gallery) }),
    onRename: gallery.onRename,
    onShow: gallery.onShow,
    onStale: gallery.onStale,
    onDragStart: (id: string, transfer: DataTransfer) => {
      const ids = selection.ids.has(id) ? [...selection.ids] : [id];
      const label = ids.length === 1 ? (list.file(id)?.name ?? '') : `${ids.length} files`;
      startDrag(transfer, { fileIds: ids, folderIds: [] }, label);
    },
  };

  return (
    <div className="flex flex-1 flex-col px-3 pb-[calc(1.5rem+var(--tray,0px))] md:px-6">
      <GalleryBar
        gallery={gallery}
        size={grid.size}
        onSize={(size) => setGrid((now) => ({ ...now, size }))}
      />
      {(view.kind || view.tag || view.q) && (
        <Suspense>
          <FilterChips view={view} goTo={goTo} />
        </Suspense>
      )}
      <div
        aria-busy={gallery.isOutdated}
        className={cx('flex flex-1 flex-col gap-5 transition-opacity', gallery.isOutdated && 'opacity-60')}
      >
        {gallery.folders.length > 0 && (
          <FolderTiles
            folders={gallery.folders}
            hrefOf={gallery.hrefOfFolder}
            renamingId={gallery.renamingId}
            onOpen={gallery.openFolder}
            onMenu={(folder, at) => {
              import('./folder-menu').then(
                ({ folderMenu }) => setMenu({ at, ...folderMenu(folder, gallery) }),
                sayLost,
              );
            }}
            onRename={(id, name) => {
              gallery.setRenamingId(null);
              if (name !== null) void actions.renameFolder(id, name);
            }}
            onDropInto={gallery.dropInto}
          />
        )}
        <GalleryStates gallery={gallery} size={grid.size}>
          {view.layout === 'grid' ? (
            <FileGrid
              {...collectionProps}
              size={grid.size}
              initialWidth={preference.width}
              onWidth={(width) => setGrid((now) => (now.width === width ? now : { ...now, width }))}
            />
          ) : (
            <Suspense fallback={<LoadingRows />}>
              <FileRows
                {...collectionProps}
                sort={view.sort}
                order={view.order}
                dateLabel={inTrash ? 'Trashed' : 'Added'}
                onSort={(sort, order) => goTo({ sort, order })}
              />
            </Suspense>
          )}
        </GalleryStates>
      </div>
      <p role="status" className="sr-only">
        {selection.ids.size > 0 && `${selection.ids.size} selected`}
      </p>
      <Overlays gallery={gallery} menu={menu} onMenuClose={() => setMenu(null)} />
    </div>
  );
}
