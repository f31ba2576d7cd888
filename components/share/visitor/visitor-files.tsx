'use client';

import { FileArchive, FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { EmptyState } from '@/components/ui/empty-state';
import { lazyPart } from '@/components/ui/lazy-part';
import { LoadMore } from '@/components/ui/load-more';
import { ToastRegion } from '@/components/ui/toast-region';
import type { OpenShare, VisitorItem, VisitorItemPage } from '@/lib/contracts/visits';
import { formatCount } from '@/lib/format/count';
import { SingleItem } from './single-item';
import { useVisit } from './use-visit';
import { VisitorGrid } from './visitor-grid';
import { VisitorList } from './visitor-list';

const Preview = lazyPart(() => import('./preview').then((module) => module.Preview));

type VisitorFilesProps = { slug: string; share: OpenShare; first: VisitorItemPage };

const hasPicture = ({ thumbnails }: VisitorItem): boolean => thumbnails !== undefined;

/** The files of an open link: pictures as a grid, all else as a list, one alone at its full size. */
export function VisitorFiles({ slug, share, first }: VisitorFilesProps) {
  const visit = useVisit({ slug, share, first });
  const { items } = visit;
  const [shownId, setShownId] = useState<string | null>(null);
  const shown = items.findIndex(({ id }) => id === shownId);
  const look = (item: VisitorItem) => setShownId(item.id);
  const [only, ...others] = items;

  if (!only) {
    return (
      <EmptyState icon={<FolderOpen />} title="Nothing is here yet">
        Files that {share.owner} puts into this folder will appear here.
      </EmptyState>
    );
  }
  const isSingle = others.length === 0 && !share.isFolder;
  const asGrid = items.filter(hasPicture).length * 2 > items.length;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 empty:hidden">
        {share.allowDownload && !isSingle && (
          <Button
            variant="primary"
            pending={visit.packing !== null}
            onClick={() => void visit.downloadAll()}
            icon={<FileArchive aria-hidden className="size-4" />}
            className="script-only"
          >
            Download all as ZIP
          </Button>
        )}
        {visit.remaining !== null && (
          <p className="text-muted tabular-nums" aria-live="polite">
            {visit.remaining === 0
              ? 'No downloads left; those that you started can go on.'
              : `${formatCount(visit.remaining, 'download')} left`}
          </p>
        )}
        {!share.allowDownload && <p className="text-muted">For looking only: downloads are turned off.</p>}
        {visit.packing && (
          <p role="status" className="text-muted tabular-nums">
            {visit.packing.text}{' '}
            <button type="button" onClick={visit.packing.cancel} className="text-accent hover:underline">
              Cancel
            </button>
          </p>
        )}
      </div>
      {visit.problem && <Callout tone="danger">{visit.problem}</Callout>}
      {isSingle ? (
        <SingleItem item={only} visit={visit} onLook={look} />
      ) : asGrid ? (
        <VisitorGrid items={items} visit={visit} onLook={look} />
      ) : (
        <VisitorList items={items} visit={visit} onLook={look} />
      )}
      <LoadMore hasMore={visit.hasMore} pending={visit.loading} onLoad={() => void visit.loadMore()} />
      {shown >= 0 && (
        <Preview
          visit={visit}
          items={items}
          index={shown}
          onMove={(index) => setShownId(items[index]?.id ?? null)}
          onClose={() => setShownId(null)}
        />
      )}
      <ToastRegion />
    </>
  );
}
