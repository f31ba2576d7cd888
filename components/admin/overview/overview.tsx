'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { Overview as OverviewDto } from '@/lib/contracts/overview';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount } from '@/lib/format/count';
import { formatSpan } from '@/lib/format/duration';
import { DayChart } from './day-chart';

const number = (value: number) => value.toLocaleString('en');

/** The installation in ten seconds; looks again every half minute. */
export function Overview() {
  const overview = useQuery({
    queryKey: queryKeys.overview,
    queryFn: ({ signal }) => api('getOverview', { signal }),
    refetchInterval: 30_000,
  });
  if (overview.isError && !overview.data)
    return (
      <ErrorState
        title="The overview could not be loaded"
        error={overview.error}
        onRetry={() => overview.refetch()}
      />
    );
  if (!overview.data) return <OverviewSkeleton />;
  const { data } = overview;
  const series = (pick: (day: OverviewDto['perDay'][number]) => number) =>
    data.perDay.map((day) => ({ day: day.day, value: pick(day) }));
  return (
    <div className="flex flex-col gap-6">
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <Tiles data={data} />
      </dl>
      <div className="grid gap-3 md:grid-cols-2">
        <DayChart title="Uploads" noun="uploads" days={series((day) => day.uploads)} format={number} />
        <DayChart
          title="Uploaded"
          noun="uploaded"
          days={series((day) => day.uploadedBytes)}
          format={formatBytes}
        />
        <DayChart title="Downloads" noun="downloads" days={series((day) => day.downloads)} format={number} />
        <Failures failures={data.failures} />
      </div>
    </div>
  );
}

type TileProps = {
  label: string;
  value: ReactNode;
  note: ReactNode;
  href?: Route;
  /** The note says what is wrong. */
  alarming?: boolean;
};

const Tile = ({ label, value, note, href, alarming = false }: TileProps) => (
  <div className="flex min-w-0 flex-col gap-0.5 rounded-lg border border-line bg-raised p-4">
    <dt className="text-muted text-sm">
      {href ? (
        <Link href={href} className="rounded-sm underline-offset-2 hover:underline">
          {label}
        </Link>
      ) : (
        label
      )}
    </dt>
    <dd className="font-semibold text-xl tabular-nums">{value}</dd>
    <dd
      className={cx(
        'flex items-start gap-1.5 text-pretty text-sm',
        alarming ? 'font-medium text-danger' : 'text-muted',
      )}
    >
      {alarming && <CircleAlert aria-hidden className="mt-[3px] size-3.5 shrink-0" />}
      <span>{note}</span>
    </dd>
  </div>
);

function Tiles({ data }: { data: OverviewDto }) {
  const { users, files, trash, openUploads, queue, deletions, orphans, disk, shares } = data;
  const freeShare = disk ? disk.freeBytes / Math.max(1, disk.totalBytes) : 1;
  return (
    <>
      <Tile
        label="People"
        href="/admin/people"
        value={number(users.total)}
        note={`${number(users.active)} seen this week${users.disabled > 0 ? `, ${number(users.disabled)} disabled` : ''}`}
      />
      <Tile
        label="Files"
        href="/admin/files"
        value={number(files.count)}
        note={`${formatBytes(files.bytes)}, ${number(trash.count)} more in the trash`}
      />
      <Tile
        label="Stored"
        href="/admin/storage"
        value={formatBytes(data.storedBytes)}
        note="with versions and trash"
      />
      <Tile
        label="Uploads under way"
        value={number(openUploads.count)}
        note={openUploads.count > 0 ? formatBytes(openUploads.bytes) : 'none'}
      />
      <Tile
        label="Jobs waiting"
        href="/admin/jobs"
        value={number(queue.waiting)}
        alarming={queue.failed > 0 || queue.oldestSeconds > 600}
        note={
          queue.failed > 0
            ? `${number(queue.failed)} failed`
            : queue.oldestSeconds > 60
              ? `the oldest for ${formatSpan(queue.oldestSeconds)}`
              : `${number(queue.running)} running`
        }
      />
      <Tile
        label="Orphans"
        href="/admin/storage"
        value={orphans ? formatBytes(orphans.bytes) : '–'}
        note={
          orphans ? (
            <>
              {formatCount(orphans.count, 'object')}, <Time value={orphans.checkedAt} />
            </>
          ) : (
            'not looked for yet'
          )
        }
      />
      <Tile
        label="Links"
        value={number(shares.active)}
        note={`${number(shares.endingToday)} end today, ${number(shares.endingThisWeek)} this week`}
      />
      {disk ? (
        <Tile
          label="Free disk"
          value={formatBytes(disk.freeBytes)}
          alarming={freeShare < 0.1}
          note={freeShare < 0.1 ? 'below 5 % no upload is taken' : `of ${formatBytes(disk.totalBytes)}`}
        />
      ) : (
        <Tile
          label="To be deleted"
          value={number(deletions.waiting)}
          alarming={deletions.failing > 0}
          note={deletions.failing > 0 ? `${number(deletions.failing)} fail` : formatBytes(deletions.bytes)}
        />
      )}
    </>
  );
}

const Failures = ({ failures }: { failures: OverviewDto['failures'] }) => (
  <Section title="Failures this week">
    {failures.length === 0 ? (
      <p className="text-muted">Nothing failed.</p>
    ) : (
      <table className="w-full text-left">
        <caption className="sr-only">Failures by step and reason</caption>
        <thead>
          <tr className="text-muted text-sm">
            <th scope="col" className="font-medium">
              Step
            </th>
            <th scope="col" className="font-medium">
              Reason
            </th>
            <th scope="col" className="text-right font-medium">
              Times
            </th>
          </tr>
        </thead>
        <tbody>
          {failures.map(({ step, reason, count }) => (
            <tr key={`${step} ${reason}`} className="border-line border-t">
              <td className="py-1.5 pr-3">{step}</td>
              <td className="py-1.5 pr-3">{reason.replaceAll('_', ' ')}</td>
              <td className="py-1.5 text-right tabular-nums">{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </Section>
);

const panel = 'flex flex-col rounded-lg border border-line bg-raised p-4';

const OverviewSkeleton = () => (
  <div role="status" aria-label="Loading the overview" className="flex flex-col gap-6">
    <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
        <div key={key} className={cx(panel, 'h-25 justify-between')}>
          <Skeleton className="h-3 w-1/3" />
          <Skeleton className="h-5 w-1/2" />
          <Skeleton className="h-3 w-3/4" />
        </div>
      ))}
    </div>
    <div className="grid gap-3 md:grid-cols-2">
      {['a', 'b', 'c', 'd'].map((key) => (
        <div key={key} className={cx(panel, 'h-57 gap-4')}>
          <Skeleton className="h-4 w-1/4" />
          <Skeleton className="grow" />
          <Skeleton className="h-3 w-1/6" />
        </div>
      ))}
    </div>
  </div>
);
