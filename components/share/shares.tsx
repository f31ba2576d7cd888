'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { ButtonLink } from '@/components/ui/button-link';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { lazyPart } from '@/components/ui/lazy-part';
import { LoadMore } from '@/components/ui/load-more';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { api } from '@/lib/api-client/api';
import type { ShareDto } from '@/lib/contracts/shares';
import { shareColumns } from './share-columns';
import { shareKeys } from './share-keys';
import type { SharePanel } from './share-panel';

const LinkDialog = lazyPart(() => import('./share-link-dialog').then((module) => module.ShareLinkDialog));
const EditDialog = lazyPart(() => import('./share-edit-dialog').then((module) => module.ShareEditDialog));
const History = lazyPart(() => import('./share-history').then((module) => module.ShareHistory));

const filters = [
  { value: 'live', label: 'Live' },
  { value: 'ended', label: 'Ended' },
  { value: 'all', label: 'All' },
] as const;
type Filter = (typeof filters)[number]['value'];

/** All links of the person: state, counts, last access; changed and ended from here. */
export function Shares() {
  const [filter, setFilter] = useState<Filter>('live');
  const [panel, setPanel] = useState<SharePanel | null>(null);
  const [open, setOpen] = useState(false);
  const shares = useInfiniteQuery({
    queryKey: [...shareKeys.all, { filter }],
    queryFn: ({ pageParam, signal }) =>
      api('listShares', {
        query: { limit: 50, cursor: pageParam, ...(filter === 'all' ? {} : { state: filter }) },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const rows: ShareDto[] | undefined = shares.data?.pages.flatMap((page) => page.items);
  const show = (next: SharePanel) => {
    setPanel(next);
    setOpen(true);
  };
  const frame = { open, onClose: () => setOpen(false) };

  return (
    <div className="flex flex-col gap-3">
      <SegmentedControl
        label="Show"
        value={filter}
        segments={filters}
        onValueChange={setFilter}
        className="self-start"
      />
      {shares.isError ? (
        <ErrorState
          title="The links could not be loaded"
          error={shares.error}
          onRetry={() => shares.refetch()}
        />
      ) : rows?.length === 0 ? (
        <NoLinks filter={filter} />
      ) : (
        <>
          <DataTable
            caption="Shared links"
            columns={shareColumns(show)}
            rows={rows}
            rowId={(share) => share.id}
          />
          <LoadMore
            hasMore={shares.hasNextPage}
            pending={shares.isFetchingNextPage}
            onLoad={() => shares.fetchNextPage()}
          />
        </>
      )}
      {panel?.type === 'link' && <LinkDialog {...frame} share={panel.share} />}
      {panel?.type === 'edit' && <EditDialog key={panel.share.id} {...frame} share={panel.share} />}
      {panel?.type === 'history' && <History {...frame} share={panel.share} />}
    </div>
  );
}

const NoLinks = ({ filter }: { filter: Filter }) =>
  filter === 'ended' ? (
    <EmptyState icon={<Link2 />} title="No link has ended">
      Ended links stay here for 30 days, with their history.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<Link2 />}
      title="Share your first file"
      action={<ButtonLink href="/">Go to your files</ButtonLink>}
    >
      Choose files or a folder and press S: a link is made that ends by itself.
    </EmptyState>
  );
