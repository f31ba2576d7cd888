'use client';

import { Search, Star, Trash2, Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { findCommand } from '@/components/shell/commands';
import { useMe } from '@/components/shell/use-me';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Spinner } from '@/components/ui/spinner';
import { formatCount } from '@/lib/format/count';
import { captionStyleOf, gridStyle, listRowHeight, type TileSize } from './grid-layout';
import type { Gallery } from './use-gallery';
import { isFiltered } from './view-state';

type GalleryStatesProps = { gallery: Gallery; size: TileSize; children: ReactNode };

/** The four states of the list: loading with the final boxes, an error with its next step, empty with one action, ready. */
export function GalleryStates({ gallery, size, children }: GalleryStatesProps) {
  const { list, shelf } = gallery;
  if (shelf.status === 'error')
    return <ErrorState title="This folder could not be opened" error={shelf.error} onRetry={gallery.retry} />;
  switch (list.status) {
    case 'loading':
      return <Loading gallery={gallery} size={size} />;
    case 'error':
      return <ErrorState title="Your files could not be loaded" error={list.error} onRetry={gallery.retry} />;
    case 'ready':
      if (list.ids.length === 0 && !list.hasMore) return <Nothing gallery={gallery} />;
      // All that was here was removed, and what follows is on its way.
      if (list.ids.length === 0 && list.moreError === null) return <Loading gallery={gallery} size={size} />;
      return (
        <>
          {children}
          <Foot gallery={gallery} />
        </>
      );
    default:
      return list.status satisfies never;
  }
}

const Loading = ({ gallery, size }: Omit<GalleryStatesProps, 'children'>) =>
  gallery.view.layout === 'grid' ? <LoadingTiles size={size} /> : <LoadingRows />;

const LoadingTiles = ({ size }: { size: TileSize }) => (
  <div role="status" aria-label="Loading files" style={gridStyle(size)}>
    {Array.from({ length: 24 }, (_, index) => index).map((tile) => (
      <div key={tile}>
        <Skeleton className="aspect-square w-full" />
        <div style={captionStyleOf(size)} className="flex flex-col justify-center gap-1.5 px-1.5">
          <Skeleton className="h-3 w-3/4" />
          {size !== 'small' && <Skeleton className="h-2.5 w-1/2" />}
        </div>
      </div>
    ))}
  </div>
);

export const LoadingRows = () => (
  <div role="status" aria-label="Loading files" className="sm:pt-9">
    {Array.from({ length: 12 }, (_, index) => index).map((row) => (
      <div key={row} style={{ height: listRowHeight }} className="flex items-center gap-3 px-2">
        <Skeleton className="size-8" />
        <Skeleton className="h-3 w-1/3" />
      </div>
    ))}
  </div>
);

/** Below the list: the next page on its way, or why it did not come. */
function Foot({ gallery: { list, more } }: { gallery: Gallery }) {
  if (list.moreError !== null)
    return (
      <ErrorState
        title="More files could not be loaded"
        error={list.moreError}
        onRetry={more}
        className="py-8"
      />
    );
  if (!list.hasMore) return null;
  return (
    <p role="status" className="flex items-center justify-center gap-2 py-6 text-muted">
      <Spinner /> Loading more files
    </p>
  );
}

function Nothing({ gallery }: { gallery: Gallery }) {
  const { view, inTrash, goTo, folders } = gallery;
  const { limits } = useMe();
  if (inTrash) {
    return (
      <EmptyState icon={<Trash2 aria-hidden />} title="The trash is empty">
        What you delete waits here for {formatCount(limits.trashDays, 'day')} and can be restored.
      </EmptyState>
    );
  }
  if (view.q || view.kind || view.tag) {
    return (
      <EmptyState
        icon={<Search aria-hidden />}
        title={view.q ? `Nothing is called “${view.q}”` : 'No file matches these filters'}
        action={<Button onClick={() => goTo({ q: '', kind: null, tag: null })}>Show all files</Button>}
      >
        Search looks at names and tags. Try fewer letters, or another word.
      </EmptyState>
    );
  }
  if (view.favourite || view.place === 'favourites') {
    return (
      <EmptyState icon={<Star aria-hidden />} title="Mark the files you come back to">
        Press F on a file, or choose “Add to favourites” in its menu. They gather here.
      </EmptyState>
    );
  }
  if (folders.length > 0 && !isFiltered(view)) return null;
  return (
    <EmptyState
      icon={<Upload aria-hidden />}
      title={limits.canUpload ? 'Drop files or folders anywhere on this page' : 'There are no files here'}
      action={
        limits.canUpload && (
          <Button
            variant="primary"
            icon={<Upload aria-hidden className="size-4" />}
            onClick={() => findCommand('upload')?.run()}
          >
            Choose files
          </Button>
        )
      }
    >
      {limits.canUpload ? 'They go straight to your storage, whatever their size.' : null}
    </EmptyState>
  );
}
