'use client';

import type { Column } from '@/components/ui/data-table';
import { Time } from '@/components/ui/time';
import type { AuditEventDto } from '@/lib/contracts/audit';
import { type AuditFilter, actionText } from './audit-filter';

type Handlers = { onOpen: (event: AuditEventDto) => void; onFilter: (part: AuditFilter) => void };

const linkClass = 'block max-w-full truncate rounded-sm text-left hover:underline';

/** What happened opens the details; who, what and where narrow the list. */
export const auditColumns = ({ onOpen, onFilter }: Handlers): Column<AuditEventDto>[] => [
  {
    key: 'action',
    header: 'What happened',
    cell: (event) => (
      <div className="min-w-0 py-1.5">
        <button type="button" onClick={() => onOpen(event)} className={`${linkClass} font-medium`}>
          {actionText(event.action)}
        </button>
        <p className="truncate text-muted text-sm sm:hidden">
          {event.actor} · <Time value={event.at} />
        </p>
      </div>
    ),
  },
  {
    key: 'target',
    header: 'On',
    className: 'hidden md:table-cell',
    cell: ({ target, targetId }) =>
      targetId ? (
        <button
          type="button"
          title={target ?? targetId}
          aria-label={`Only events of ${target ?? targetId}`}
          onClick={() => onFilter({ target: targetId })}
          className={`${linkClass} text-muted`}
        >
          {target ?? <span className="font-mono text-sm">{targetId.slice(0, 8)}…</span>}
        </button>
      ) : (
        <span className="text-muted">–</span>
      ),
  },
  {
    key: 'actor',
    header: 'By',
    className: 'hidden w-56 sm:table-cell',
    cell: ({ actor, actorId }) =>
      actorId ? (
        <button
          type="button"
          title={actor}
          aria-label={`Only what ${actor} did`}
          onClick={() => onFilter({ actor: actorId })}
          className={`${linkClass} text-muted`}
        >
          {actor}
        </button>
      ) : (
        <span className="block truncate text-muted">{actor}</span>
      ),
  },
  {
    key: 'address',
    header: 'From',
    className: 'hidden w-36 lg:table-cell',
    cell: ({ address }) =>
      address ? (
        <button
          type="button"
          title={address}
          aria-label={`Only from ${address}`}
          onClick={() => onFilter({ address })}
          className={`${linkClass} text-muted tabular-nums`}
        >
          {address}
        </button>
      ) : (
        <span className="text-muted">–</span>
      ),
  },
  {
    key: 'at',
    header: 'When',
    className: 'hidden w-32 sm:table-cell',
    cell: ({ at }) => <Time value={at} className="text-muted" />,
  },
];
