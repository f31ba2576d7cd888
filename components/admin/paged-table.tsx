'use client';

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ComponentProps, ReactNode } from 'react';
import { DataTable } from '@/components/ui/data-table';
import { ErrorState } from '@/components/ui/error-state';
import { LoadMore } from '@/components/ui/load-more';

type List<Row> = UseInfiniteQueryResult<InfiniteData<{ items: Row[] }>>;

/** The rows of all pages read so far; undefined before the first. */
export const rowsOf = <Row,>(list: List<Row>): Row[] | undefined =>
  list.data?.pages.flatMap(({ items }) => items);

/** useInfiniteQuery's options for a list of the API: where the next page begins. */
export const byCursor = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
};

type PagedTableProps<Row> = Omit<ComponentProps<typeof DataTable<Row>>, 'rows'> & {
  list: List<Row>;
  /** What it says when the list cannot be had: "The people could not be loaded". */
  errorTitle: string;
  empty: ReactNode;
};

/** A list of the API as a table, in each of its four states. */
export function PagedTable<Row>({ list, errorTitle, empty, ...table }: PagedTableProps<Row>) {
  const rows = rowsOf(list);
  if (list.isError)
    return <ErrorState title={errorTitle} error={list.error} onRetry={() => list.refetch()} />;
  if (rows?.length === 0) return empty;
  return (
    <>
      <DataTable {...table} rows={rows} />
      <LoadMore
        hasMore={list.hasNextPage}
        pending={list.isFetchingNextPage}
        onLoad={() => list.fetchNextPage()}
      />
    </>
  );
}
