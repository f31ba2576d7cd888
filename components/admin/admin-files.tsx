'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Files, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { FilterInput } from '@/components/ui/filter-input';
import { LoadMore } from '@/components/ui/load-more';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { useDebounced } from '@/components/ui/use-debounced';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { AdminFileDto } from '@/lib/contracts/admin';
import { AdminFileActions } from './admin-file-actions';
import { fileColumns } from './file-columns';
import { type KindFilter, kindOptions, type SortChoice, sortOptions, toListQuery } from './file-filters';

const places = [
  { value: 'files', label: 'Files' },
  { value: 'trash', label: 'Trash' },
] as const;

/** The files of everybody: find, and put to or take from the trash. */
export function AdminFiles() {
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<KindFilter>('all');
  const [sort, setSort] = useState<SortChoice>('newest');
  const [place, setPlace] = useState<'files' | 'trash'>('files');
  const [owner, setOwner] = useState<AdminFileDto['owner'] | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const q = useDebounced(search.trim());

  const query = toListQuery({ q, kind, sort, place, ownerId: owner?.id });
  const files = useInfiniteQuery({
    queryKey: [...queryKeys.adminFiles, query],
    queryFn: ({ pageParam, signal }) =>
      api('listAdminFiles', { query: { ...query, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows: AdminFileDto[] | undefined = files.data?.pages.flatMap((page) => page.items);
  // What is no longer in the list is not selected either.
  const chosen = rows?.filter((file) => selected.has(file.id)) ?? [];
  const isFiltered = q !== '' || kind !== 'all' || owner !== null;
  const clear = () => {
    setSearch('');
    setKind('all');
    setOwner(null);
  };

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <FilterInput
          label="Find by name"
          value={search}
          onValueChange={setSearch}
          className="min-w-48 flex-1 sm:max-w-xs"
        />
        <Select
          aria-label="Kind"
          value={kind}
          options={kindOptions}
          onValueChange={setKind}
          className="w-36"
        />
        <Select
          aria-label="Order"
          value={sort}
          options={sortOptions}
          onValueChange={setSort}
          className="w-36"
        />
        <SegmentedControl
          label="Place"
          value={place}
          segments={places}
          onValueChange={(next) => {
            setPlace(next);
            setSelected(new Set());
          }}
        />
        {owner && (
          <Button size="sm" icon={<X aria-hidden className="size-3.5" />} onClick={() => setOwner(null)}>
            Only {owner.name}
          </Button>
        )}
      </div>
      <AdminFileActions files={chosen} place={place} onDone={() => setSelected(new Set())} />
      {files.isError ? (
        <ErrorState
          title="The files could not be loaded"
          error={files.error}
          onRetry={() => files.refetch()}
        />
      ) : rows?.length === 0 ? (
        <EmptyState
          icon={<Files />}
          title={
            isFiltered
              ? 'No file matches'
              : place === 'trash'
                ? 'The trash is empty'
                : 'Nobody has uploaded yet'
          }
          action={isFiltered && <Button onClick={clear}>Clear the filters</Button>}
        />
      ) : (
        <>
          <DataTable
            caption={place === 'trash' ? 'Files in the trash' : 'Files'}
            columns={fileColumns(setOwner, place)}
            rows={rows}
            rowId={(file) => file.id}
            rowLabel={(file) => file.name}
            selection={{ ids: selected, onChange: setSelected }}
          />
          <LoadMore
            hasMore={files.hasNextPage}
            pending={files.isFetchingNextPage}
            onLoad={() => files.fetchNextPage()}
          />
        </>
      )}
    </div>
  );
}
