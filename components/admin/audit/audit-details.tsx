'use client';

import type { ReactNode } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Time } from '@/components/ui/time';
import type { AuditEventDto } from '@/lib/contracts/audit';
import { type AuditFilter, actionText } from './audit-filter';

type AuditDetailsProps = {
  event: AuditEventDto;
  onFilter: (part: AuditFilter) => void;
  onClose: () => void;
};

/** All that is known of one event; who, what and where narrow the list behind it. */
export function AuditDetails({ event, onFilter, onClose }: AuditDetailsProps) {
  const only = (text: string, part: AuditFilter | null) =>
    part ? (
      <button
        type="button"
        title={`Only events with ${text}`}
        className="break-all rounded-sm text-left text-accent hover:underline"
        onClick={() => {
          onFilter(part);
          onClose();
        }}
      >
        {text}
      </button>
    ) : (
      text
    );
  const { actor, actorId, actorType, target, targetId, address } = event;
  const rows: [string, ReactNode][] = [
    ['When', <Time key="at" value={event.at} style="exact" />],
    ['Who', only(`${actor} (${actorType})`, actorId ? { actor: actorId } : null)],
    ['What', only(target ?? targetId ?? '–', targetId ? { target: targetId } : null)],
    ['Address', only(address ?? '–', address ? { address } : null)],
    ['Program', event.userAgent ?? '–'],
    ['Request', event.requestId ?? '–'],
    ['Event', event.id],
  ];
  const details = Object.keys(event.details).length > 0 ? JSON.stringify(event.details, null, 2) : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={actionText(event.action)}
      initialFocus="dialog"
    >
      <dl className="grid grid-cols-[6rem_1fr] gap-x-4 gap-y-2">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 select-text break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {details && (
        <pre className="mt-4 whitespace-pre-wrap break-words rounded-md bg-subtle p-3 text-sm">{details}</pre>
      )}
    </Dialog>
  );
}
