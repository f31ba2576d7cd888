'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Spinner } from '@/components/ui/spinner';
import { captionStyleOf, gridStyle, listRowHeight, type TileSize } from './grid-layout';
import type { Gallery } from './use-gallery';

const EmptyGallery = lazy(() =>
  import('./empty-gallery').then((module) => ({ default: module.EmptyGallery })),
);

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
      if (list.ids.length === 0 && !list.hasMore)
        return (
          <Suspense>
            <EmptyGallery gallery={gallery} />
          </Suspense>
        );
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
