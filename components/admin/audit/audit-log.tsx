'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Download, History, X } from 'lucide-react';
import type { Route } from 'next';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { buttonClass } from '@/components/ui/button-class';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/input';
import { lazyPart } from '@/components/ui/lazy-part';
import { Select } from '@/components/ui/select';
import { api, toRequestLine } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { AuditEventDto } from '@/lib/contracts/audit';
import { byCursor, PagedTable, rowsOf } from '../paged-table';
import { auditColumns } from './audit-columns';
import {
  type AuditFilter,
  dayOf,
  parseFilter,
  startOfDay,
  subjectOf,
  subjects,
  toSearch,
} from './audit-filter';

const AuditDetails = lazyPart(() => import('./audit-details').then((module) => module.AuditDetails));

/** Who did what, newest first. The address holds the filter, so that a link shows the same. */
export function AuditLog() {
  const router = useRouter();
  const pathname = usePathname();
  const filter = parseFilter(useSearchParams());
  const [opened, setOpened] = useState<AuditEventDto | null>(null);
  const setFilter = (next: AuditFilter) => {
    const search = toSearch(next);
    router.replace((search ? `${pathname}?${search}` : pathname) as Route, { scroll: false });
  };
  const narrow = (part: AuditFilter) => setFilter({ ...filter, ...part });

  const log = useInfiniteQuery({
    queryKey: [...queryKeys.audit, 'log', toSearch(filter)],
    queryFn: ({ pageParam, signal }) =>
      api('listAudit', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
  });
  const isFiltered = toSearch(filter) !== '';

  return (
    <div className="flex flex-col gap-3">
      <Filters filter={filter} rows={rowsOf(log) ?? []} onChange={narrow} />
      <PagedTable
        list={log}
        errorTitle="The log could not be loaded"
        caption="Audit log"
        columns={auditColumns({ onOpen: setOpened, onFilter: narrow })}
        rowId={(event) => event.id}
        empty={
          <EmptyState
            icon={<History />}
            title={isFiltered ? 'Nothing like this happened' : 'Nothing has happened yet'}
            action={isFiltered && <Button onClick={() => setFilter({})}>Show everything</Button>}
          />
        }
      />
      {opened && <AuditDetails event={opened} onFilter={narrow} onClose={() => setOpened(null)} />}
    </div>
  );
}

type FiltersProps = {
  filter: AuditFilter;
  rows: readonly AuditEventDto[];
  onChange: (part: AuditFilter) => void;
};

/** On a phone the two days share a line, each with its word above it. */
const daysClass =
  'flex min-w-0 gap-x-2 gap-y-1 text-muted text-sm max-sm:w-[calc(50%-0.25rem)] max-sm:flex-col sm:items-center';

function Filters({ filter, rows, onChange }: FiltersProps) {
  const actor = rows.find(({ actorId }) => actorId === filter.actor)?.actor ?? 'one person';
  const target = rows.find(({ targetId }) => targetId === filter.target)?.target ?? 'one thing';
  const chips: [keyof AuditFilter, string][] = [
    ...(filter.actor ? [['actor', `By ${actor}`] as [keyof AuditFilter, string]] : []),
    ...(filter.target ? [['target', `On ${target}`] as [keyof AuditFilter, string]] : []),
    ...(filter.address ? [['address', `From ${filter.address}`] as [keyof AuditFilter, string]] : []),
  ];
  const until = filter.to ? dayOf(new Date(new Date(filter.to).getTime() - 1).toISOString()) : '';
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="About"
        value={subjectOf(filter.action)}
        options={subjects}
        onValueChange={(value) => onChange({ action: value === 'all' ? undefined : value })}
        className="max-sm:-order-2 max-sm:flex-1 sm:w-40"
      />
      <span className={daysClass}>
        <span aria-hidden>From</span>
        <Input
          type="date"
          aria-label="From this day"
          value={dayOf(filter.from)}
          onChange={(event) => onChange({ from: startOfDay(event.target.value) })}
          className="sm:w-38"
        />
      </span>
      <span className={daysClass}>
        <span aria-hidden>until</span>
        <Input
          type="date"
          aria-label="Until this day"
          value={until}
          onChange={(event) => onChange({ to: startOfDay(event.target.value, 1) })}
          className="sm:w-38"
        />
      </span>
      {chips.map(([name, label]) => (
        <Button
          key={name}
          size="sm"
          icon={<X aria-hidden className="size-3.5" />}
          aria-label={`${label}: show all again`}
          onClick={() => onChange({ [name]: undefined })}
          className="max-w-60"
        >
          <span className="truncate">{label}</span>
        </Button>
      ))}
      <span className="flex gap-2 max-sm:-order-1 sm:ml-auto">
        {(['csv', 'ndjson'] as const).map((format) => (
          <a
            key={format}
            href={toRequestLine('listAudit', {}, { ...filter, format }).url}
            download
            aria-label={`Export as ${format.toUpperCase()}`}
            className={buttonClass({})}
          >
            <Download aria-hidden className="size-4 max-sm:hidden" />
            {format.toUpperCase()}
          </a>
        ))}
      </span>
    </div>
  );
}
