'use client';

import { useQuery } from '@tanstack/react-query';
import { Section } from '@/components/ui/section';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import { fieldNames, valueText } from './policy-words';

type Change = { from: unknown; to: unknown };
const isChange = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value;

/** Who changed which rule, the latest first. */
export function PolicyHistory() {
  const history = useQuery({
    queryKey: [...queryKeys.audit, 'policy'],
    queryFn: ({ signal }) => api('listAudit', { query: { action: 'policy.changed', limit: 10 }, signal }),
  });
  const events = history.data?.items ?? [];
  if (events.length === 0) return null;
  return (
    <Section split title="Changes" description="The last ten changes; the audit log has all of them.">
      <ol className="flex flex-col divide-y divide-line">
        {events.map((event) => (
          <li key={event.id} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
            <p className="text-muted text-sm">
              {event.actor}, <Time value={event.at} />
            </p>
            <ul className="flex flex-col gap-0.5">
              {Object.entries(event.details).map(
                ([name, value]) =>
                  isChange(value) && (
                    <li key={name} className="break-words">
                      <span className="font-medium">
                        {fieldNames[name as keyof typeof fieldNames] ?? name}:{' '}
                      </span>
                      <del className="text-muted">{valueText(name, value.from)}</del>{' '}
                      <span className="sr-only">became</span>
                      <span aria-hidden>→</span>{' '}
                      <ins className="no-underline">{valueText(name, value.to)}</ins>
                    </li>
                  ),
              )}
            </ul>
          </li>
        ))}
      </ol>
    </Section>
  );
}
