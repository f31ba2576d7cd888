'use client';

import { Trash2 } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { useMe } from '@/components/shell/use-me';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { FileName } from '@/components/ui/file-name';
import { lazyPart } from '@/components/ui/lazy-part';
import { untilLoaded } from '@/components/ui/lost-code';
import { formatCount } from '@/lib/format/count';
import type { TileSize } from './grid-layout';
import { Toolbar } from './toolbar';
import type { Gallery } from './use-gallery';

const SelectionBar = lazyPart(
  () => import('./selection-bar').then((module) => module.SelectionBar),
  () => <div className="h-14" />,
);
const Breadcrumbs = lazy(() =>
  untilLoaded(() => import('./breadcrumbs')).then((module) => ({ default: module.Breadcrumbs })),
);

type GalleryBarProps = { gallery: Gallery; size: TileSize; onSize: (size: TileSize) => void };

/** The one bar of the gallery: where we are and how it is shown; the selection and its actions while there is one. */
export function GalleryBar({ gallery, size, onSize }: GalleryBarProps) {
  const { selection, targets, list, view, select } = gallery;
  const hasTargets = targets.length > 0;
  useEffect(() => {
    // The focus comes before the selection, but on touch.
    if (hasTargets) SelectionBar.preload();
  }, [hasTargets]);
  return (
    <div
      className={cx(
        'sticky top-14 -mx-3 bg-bg px-3 md:-mx-6 md:px-6',
        // Its actions lie over the bottom bar of a phone.
        selection.ids.size > 0 ? 'z-[45]' : 'z-30',
      )}
    >
      {selection.ids.size > 0 ? (
        <SelectionBar
          count={selection.ids.size}
          sizeBytes={sumOfSizes(targets, list.file)}
          hasMore={list.hasMore && selection.ids.size === list.ids.length}
          commands={gallery.commandsFor(targets)}
          onClear={() => select({ type: 'clear' })}
        />
      ) : (
        <Toolbar
          view={view}
          goTo={gallery.goTo}
          size={size}
          onSize={onSize}
          onNewFolder={
            gallery.canAddFolder
              ? () => gallery.ask({ type: 'new-folder', parentId: view.folderId })
              : undefined
          }
        >
          <Heading gallery={gallery} />
        </Toolbar>
      )}
    </div>
  );
}

function Heading({ gallery }: { gallery: Gallery }) {
  const { view, shelf, inTrash, list } = gallery;
  const { trashDays } = useMe().limits;
  if (inTrash) {
    return (
      <div className="flex min-w-0 flex-1 items-center gap-3">
        <h1 className="font-semibold text-lg">Trash</h1>
        <p className="hidden min-w-0 flex-1 truncate text-muted text-sm md:block">
          Files are deleted for good {formatCount(trashDays, 'day')} after they came here.
        </p>
        {list.ids.length > 0 && (
          <Button
            size="sm"
            icon={<Trash2 aria-hidden className="size-4" />}
            onClick={() => gallery.ask({ type: 'empty-trash', ids: [...list.ids] })}
            className="ml-auto"
          >
            Empty
          </Button>
        )}
      </div>
    );
  }
  const isFavourites = view.favourite || view.place === 'favourites';
  if (isFavourites || (view.q && !view.folderId)) {
    return (
      <h1 className="min-w-0 flex-1 truncate font-semibold text-lg">
        {isFavourites ? 'Favourites' : 'Search results'}
      </h1>
    );
  }
  const folder = shelf.status === 'ready' ? shelf.folder : null;
  const title = (
    <h1 className="min-w-0 flex-1 truncate px-1.5 font-semibold text-lg">
      {folder ? <FileName name={folder.name} /> : 'Files'}
    </h1>
  );
  if (!folder) return title;
  return (
    <Suspense fallback={title}>
      <Breadcrumbs
        folder={folder}
        hrefOf={gallery.hrefOfFolder}
        onOpen={gallery.openFolder}
        onDropInto={gallery.dropInto}
      />
    </Suspense>
  );
}

/** null while the size of any of them is not at hand. */
function sumOfSizes(ids: readonly string[], file: Gallery['list']['file']): number | null {
  let sum = 0;
  for (const id of ids) {
    const found = file(id);
    if (!found) return null;
    sum += found.size;
  }
  return sum;
}
