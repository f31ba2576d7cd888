'use client';

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FileInput, RefreshCw, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Bytes } from '@/components/ui/bytes';
import type { Column } from '@/components/ui/data-table';
import { FileName } from '@/components/ui/file-name';
import { lazyPart } from '@/components/ui/lazy-part';
import { Section } from '@/components/ui/section';
import { showError } from '@/components/ui/show-error';
import { Time } from '@/components/ui/time';
import { showToast } from '@/components/ui/toast';
import { useNow } from '@/components/ui/use-now';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { OrphanDto } from '@/lib/contracts/storage';
import { byCursor, PagedTable, rowsOf } from '../paged-table';
import { CleanupPanel } from './cleanup-panel';

const AdoptDialog = lazyPart(() => import('./adopt-dialog').then((module) => module.AdoptDialog));

const kinds: Record<OrphanDto['kind'], string> = {
  object: 'Object without a file',
  multipart: 'Open upload without a row',
  row: 'File whose object is missing',
};

/** What bucket and database disagree on, and the clean-up of it. */
export function Orphans() {
  const client = useQueryClient();
  const [isAdopting, setAdopting] = useState(false);
  const orphans = useInfiniteQuery({
    queryKey: [...queryKeys.storage, 'orphans'],
    queryFn: ({ pageParam, signal }) =>
      api('listOrphans', { query: { cursor: pageParam, limit: 20 }, signal }),
    ...byCursor,
  });
  const cleanups = useQuery({
    queryKey: [...queryKeys.storage, 'cleanups'],
    queryFn: ({ signal }) => api('listCleanups', { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ state: now }) => now === 'planning' || now === 'running') ? 1_500 : false,
  });
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.storage });
  const look = useMutation({
    mutationFn: () => api('findOrphans'),
    onSuccess: () => showToast({ title: 'Bucket and database are being compared' }),
    onError: (error) => showError('The comparison was not started', error),
    onSettled: refresh,
  });
  const plan = useMutation({
    mutationFn: () => api('createCleanup', { body: { dryRun: true } }),
    onError: (error) => showError('The clean-up was not planned', error),
    onSettled: refresh,
  });
  const isAdoptable = ({ kind, cause }: OrphanDto) => kind === 'object' && cause === 'file';
  return (
    <Section
      title="Orphans"
      description="What bucket and database disagree on. Nothing younger than seven days is removed, and only what two comparisons have seen."
      action={
        <span className="flex flex-wrap gap-2">
          <Button
            icon={<RefreshCw aria-hidden className="size-4" />}
            pending={look.isPending}
            onClick={() => look.mutate()}
          >
            Compare now
          </Button>
          <Button
            icon={<Sparkles aria-hidden className="size-4" />}
            pending={plan.isPending}
            onClick={() => plan.mutate()}
          >
            Plan a clean-up
          </Button>
          {rowsOf(orphans)?.some(isAdoptable) && (
            <Button icon={<FileInput aria-hidden className="size-4" />} onClick={() => setAdopting(true)}>
              Bring back as files…
            </Button>
          )}
        </span>
      }
    >
      {cleanups.data?.items[0] && <CleanupPanel cleanup={cleanups.data.items[0]} onDone={refresh} />}
      <PagedTable
        list={orphans}
        errorTitle="The ledger could not be loaded"
        caption="Orphans"
        columns={columns}
        rowId={(orphan) => `${orphan.kind} ${orphan.key} ${orphan.multipartId ?? ''}`}
        skeletonRows={3}
        empty={<p className="text-muted">No orphans are known.</p>}
      />
      {isAdopting && <AdoptDialog onClose={() => setAdopting(false)} onDone={refresh} />}
    </Section>
  );
}

/** From when on a clean-up may take it. */
function Removable({ ripeAt }: { ripeAt: string | null }) {
  const now = useNow();
  if (ripeAt === null) return <Badge>never by us</Badge>;
  if (now !== null && Date.parse(ripeAt) <= now) return <Badge tone="warning">now</Badge>;
  return <Time value={ripeAt} className="text-muted" />;
}

const columns: Column<OrphanDto>[] = [
  {
    key: 'key',
    header: 'What',
    cell: (orphan) => (
      <div className="min-w-0 py-2">
        <p className="font-medium">{kinds[orphan.kind]}</p>
        <FileName name={orphan.key} className="font-mono text-muted text-sm" />
        <Bytes value={orphan.bytes} className="text-muted text-sm sm:hidden" />
      </div>
    ),
  },
  {
    key: 'bytes',
    header: 'Size',
    className: 'hidden w-24 text-right sm:table-cell',
    cell: ({ bytes }) => <Bytes value={bytes} className="text-muted" />,
  },
  {
    key: 'seen',
    header: 'Found',
    className: 'hidden w-32 md:table-cell',
    cell: ({ firstSeenAt }) => <Time value={firstSeenAt} className="text-muted" />,
  },
  {
    key: 'ripe',
    header: 'Removable',
    className: 'w-26 sm:w-32',
    cell: ({ ripeAt }) => <Removable ripeAt={ripeAt} />,
  },
];
