'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import { eventWords } from './event-words';

/** What happened to the file, from the audit log. Asked for when somebody wants to see it. */
export function History({ fileId }: { fileId: string }) {
  const [wanted, setWanted] = useState(false);
  const { data, isError, refetch } = useQuery({
    queryKey: [...queryKeys.files, fileId, 'history'],
    queryFn: ({ signal }) => api('listFileHistory', { params: { id: fileId }, query: { limit: 50 }, signal }),
    enabled: wanted,
    staleTime: 0,
  });
  return (
    <section aria-label="History" className="flex flex-col gap-2 border-line border-t pt-4 text-sm">
      <h4 className="font-medium text-base">History</h4>
      {!wanted && (
        <Button size="sm" onClick={() => setWanted(true)} className="self-start">
          Show history
        </Button>
      )}
      {isError && (
        <p role="alert">
          The history could not be loaded.{' '}
          <button type="button" className="text-accent underline" onClick={() => void refetch()}>
            Try again
          </button>
        </p>
      )}
      {data && (
        <ol className="flex flex-col gap-2">
          {data.items.map((event) => (
            <li key={event.id}>
              <p className="break-words">
                <span className="font-medium">{event.actor}</span> {eventWords(event)}
              </p>
              <p className="text-muted text-xs">
                <Time value={event.at} style="exact" />
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
