'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleSlash } from 'lucide-react';
import { Bytes } from '@/components/ui/bytes';
import type { Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FileName } from '@/components/ui/file-name';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { AdminUploadDto } from '@/lib/contracts/overview';
import type { RefusalReason } from '@/lib/contracts/uploads';
import { byCursor, PagedTable } from './paged-table';

const reasons: Record<RefusalReason, string> = {
  size_mismatch: 'Other size than announced',
  type_mismatch: 'Not what its name says',
  type_refused: 'This type is not accepted',
  checksum_mismatch: 'Damaged on the way',
  missing: 'Nothing arrived',
  quota: 'The quota was full',
  policy: 'Against the policy',
};

/** What arrived, or was to, and did not become a file, with the reason; kept for a week. */
export function AdminUploads() {
  const uploads = useInfiniteQuery({
    queryKey: [...queryKeys.uploads, 'refused'],
    queryFn: ({ pageParam, signal }) =>
      api('listAdminUploads', { query: { state: 'refused', cursor: pageParam, limit: 50 }, signal }),
    ...byCursor,
  });
  return (
    <PagedTable
      list={uploads}
      errorTitle="The refused uploads could not be loaded"
      caption="Refused uploads"
      columns={columns}
      rowId={(upload) => upload.id}
      empty={
        <EmptyState icon={<CircleSlash />} title="Nothing was refused">
          Uploads that did not become a file are listed here for a week.
        </EmptyState>
      }
    />
  );
}

const reasonOf = ({ reason }: AdminUploadDto): string => (reason ? reasons[reason] : 'Unknown');

const columns: Column<AdminUploadDto>[] = [
  {
    key: 'name',
    header: 'Name',
    cell: (upload) => (
      <div className="min-w-0 py-2">
        <FileName name={upload.name} className="font-medium" />
        <p className="truncate text-muted text-sm sm:hidden">
          {reasonOf(upload)} · <bdi>{upload.owner.name}</bdi>
        </p>
      </div>
    ),
  },
  {
    key: 'reason',
    header: 'Reason',
    className: 'hidden w-56 sm:table-cell',
    cell: (upload) => reasonOf(upload),
  },
  {
    key: 'owner',
    header: 'By',
    className: 'hidden w-40 md:table-cell',
    cell: ({ owner }) => (
      <bdi title={owner.email} className="block truncate text-muted">
        {owner.name}
      </bdi>
    ),
  },
  {
    key: 'size',
    header: 'Size',
    className: 'hidden w-28 text-right lg:table-cell',
    cell: ({ size }) => <Bytes value={size} className="text-muted" />,
  },
  {
    key: 'time',
    header: 'When',
    className: 'w-28',
    cell: ({ createdAt }) => <Time value={createdAt} className="text-muted" />,
  },
];
