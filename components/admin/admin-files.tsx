'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Files, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { lazyPart } from '@/components/ui/lazy-part';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { AdminFileDto } from '@/lib/contracts/admin';
import { AdminFileActions } from './admin-file-actions';
import { AdminUploads } from './admin-uploads';
import { fileColumns } from './file-columns';
import { type KindFilter, kindOptions, type SortChoice, sortOptions, toListQuery } from './file-filters';
import { FilterSelect, ListFilters, useSearch } from './list-filters';
import { byCursor, PagedTable, rowsOf } from './paged-table';

const places = [
  { value: 'files', label: 'Files' },
  { value: 'trash', label: 'Trash' },
  { value: 'refused', label: 'Refused' },
] as const;
type Place = (typeof places)[number]['value'];

const OpenFileDialog = lazyPart(() => import('./open-file-dialog').then((module) => module.OpenFileDialog));

/** The files of everybody: find, open for a reason, trash, restore, delete, give away; and what was refused. */
export function AdminFiles() {
  const search = useSearch();
  const [kind, setKind] = useState<KindFilter>('all');
  const [sort, setSort] = useState<SortChoice>('newest');
  const [place, setPlace] = useState<Place>('files');
  const [owner, setOwner] = useState<AdminFileDto['owner'] | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<AdminFileDto | null>(null);
  const { q } = search;

  const isRefused = place === 'refused';
  const query = toListQuery({ q, kind, sort, place: isRefused ? 'files' : place, ownerId: owner?.id });
  const files = useInfiniteQuery({
    queryKey: [...queryKeys.adminFiles, query],
    queryFn: ({ pageParam, signal }) =>
      api('listAdminFiles', { query: { ...query, cursor: pageParam, limit: 50 }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
    enabled: !isRefused,
  });
  const rows = rowsOf(files);
  // What is no longer in the list is not selected either.
  const chosen = rows?.filter((file) => selected.has(file.id)) ?? [];
  const isFiltered = q !== '' || kind !== 'all' || owner !== null;
  const clear = () => {
    search.setText('');
    setKind('all');
    setOwner(null);
  };

  return (
    <div className="flex flex-col gap-3">
      <ListFilters label={isRefused ? undefined : 'Find by name'} search={search}>
        {!isRefused && (
          <>
            <FilterSelect label="Kind" value={kind} options={kindOptions} onChange={setKind} />
            <FilterSelect label="Order" value={sort} options={sortOptions} onChange={setSort} />
          </>
        )}
        <SegmentedControl
          label="Place"
          value={place}
          segments={places}
          onValueChange={(next) => {
            setPlace(next);
            setSelected(new Set());
          }}
        />
        {owner && !isRefused && (
          <Button size="sm" icon={<X aria-hidden className="size-3.5" />} onClick={() => setOwner(null)}>
            <span>
              Only <bdi>{owner.name}</bdi>
            </span>
          </Button>
        )}
      </ListFilters>
      {!isRefused && <AdminFileActions files={chosen} place={place} onDone={() => setSelected(new Set())} />}
      {place === 'refused' ? (
        <AdminUploads />
      ) : (
        <PagedTable
          list={files}
          errorTitle="The files could not be loaded"
          caption={place === 'trash' ? 'Files in the trash' : 'Files'}
          columns={fileColumns({ onOwner: setOwner, onOpen: setOpened, place })}
          rowId={(file) => file.id}
          rowLabel={(file) => file.name}
          selection={{ ids: selected, onChange: setSelected }}
          empty={
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
          }
        />
      )}
      {opened && <OpenFileDialog file={opened} onClose={() => setOpened(null)} />}
    </div>
  );
}
