'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ListChecks, RotateCw } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { showError } from '@/components/ui/show-error';
import { Time } from '@/components/ui/time';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { JobDto, JobsState } from '@/lib/contracts/overview';

const taskNames: Record<string, string> = {
  thumbnail: 'Make a thumbnail',
  'delete-objects': 'Delete objects',
  'sweep-uploads': 'Finish or end uploads',
  'sweep-trash': 'Empty old trash',
  'sweep-records': 'Remove old records',
  'sweep-shares': 'Remove links that ended',
  reconcile: 'Compare bucket and database',
  cleanup: 'Clean up orphans',
};
const nameOf = (task: string) => taskNames[task] ?? task;
const tones: Record<JobDto['state'], Tone> = {
  waiting: 'neutral',
  running: 'accent',
  retrying: 'warning',
  failed: 'danger',
};

/** What the worker does: queues, schedules, and what failed. */
export function Jobs() {
  const jobs = useQuery({
    queryKey: queryKeys.jobs,
    queryFn: ({ signal }) => api('listJobs', { signal }),
    refetchInterval: 5_000,
  });
  if (jobs.isError && !jobs.data)
    return (
      <ErrorState title="The jobs could not be loaded" error={jobs.error} onRetry={() => jobs.refetch()} />
    );
  const items: JobDto[] | undefined = jobs.data?.items;
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-3" aria-label="Jobs">
        {items?.length === 0 ? (
          <EmptyState icon={<ListChecks />} title="Nothing waits, nothing failed" />
        ) : (
          <DataTable
            caption="Jobs, failed ones first"
            columns={columns}
            rows={items}
            rowId={(job) => job.id}
            skeletonRows={4}
          />
        )}
      </section>
      {jobs.data && <Schedules schedules={jobs.data.schedules} />}
    </div>
  );
}

const State = ({ state, className }: { state: JobDto['state']; className?: string }) => (
  <Badge tone={tones[state]} className={className}>
    {state}
  </Badge>
);

const columns: Column<JobDto>[] = [
  {
    key: 'task',
    header: 'Job',
    cell: (job) => (
      <div className="min-w-0 py-2">
        <p className="flex items-center gap-2 font-medium">
          <span className="truncate">{nameOf(job.task)}</span>
          <State state={job.state} className="sm:hidden" />
        </p>
        {job.lastError && <p className="break-words text-danger text-sm">{job.lastError}</p>}
      </div>
    ),
  },
  {
    key: 'state',
    header: 'State',
    className: 'hidden w-28 sm:table-cell',
    cell: ({ state }) => <State state={state} />,
  },
  {
    key: 'tries',
    header: 'Tries',
    className: 'hidden w-24 sm:table-cell tabular-nums',
    cell: ({ attempts, maxAttempts }) => `${attempts} of ${maxAttempts}`,
  },
  {
    key: 'next',
    header: 'Due',
    className: 'hidden w-32 md:table-cell',
    cell: ({ runAt }) => <Time value={runAt} className="text-muted" />,
  },
  {
    key: 'retry',
    header: <span className="sr-only">Actions</span>,
    className: 'w-24 text-right',
    cell: (job) => <Retry job={job} />,
  },
];

function Retry({ job }: { job: JobDto }) {
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => api('retryJob', { params: { id: job.id } }),
    onSuccess: () => showToast({ title: `${nameOf(job.task)}: runs again` }),
    onError: (error) => showError('The job was not started', error),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.jobs }),
  });
  if (job.state !== 'failed' && job.state !== 'retrying') return null;
  return (
    <Button
      size="sm"
      icon={<RotateCw aria-hidden className="size-3.5" />}
      pending={retry.isPending}
      onClick={() => retry.mutate()}
      aria-label={`Retry: ${nameOf(job.task)}`}
    >
      Retry
    </Button>
  );
}

const Schedules = ({ schedules }: { schedules: JobsState['schedules'] }) => (
  <Section
    title="Schedules"
    description="What runs by itself. Any number of instances may work; each run happens once."
  >
    {schedules.length === 0 ? (
      <p className="text-muted">
        No worker has started yet. Run one inside the server or with npm run worker.
      </p>
    ) : (
      <dl className="flex flex-col divide-y divide-line">
        {schedules.map(({ task, lastRunAt }) => (
          <div key={task} className="flex justify-between gap-4 py-2 first:pt-0 last:pb-0">
            <dt>{nameOf(task)}</dt>
            <dd className="text-muted">{lastRunAt ? <Time value={lastRunAt} /> : 'not yet'}</dd>
          </div>
        ))}
      </dl>
    )}
  </Section>
);
