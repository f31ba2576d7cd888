'use client';

import type { ReactNode } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Time } from '@/components/ui/time';
import type { AuditEventDto } from '@/lib/contracts/audit';
import { actionText } from './audit-filter';

/** All that is known of one event. */
export function AuditDetails({ event, onClose }: { event: AuditEventDto; onClose: () => void }) {
  const rows: [string, ReactNode][] = [
    ['When', <Time key="at" value={event.at} style="exact" />],
    ['Who', `${event.actor} (${event.actorType})`],
    ['What', event.target ?? event.targetId ?? '–'],
    ['Address', event.address ?? '–'],
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
