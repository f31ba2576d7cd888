'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { showError } from '@/components/ui/show-error';
import { Time } from '@/components/ui/time';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { SessionDto } from '@/lib/contracts/account';
import { describeUserAgent } from '@/lib/format/user-agent';

/** Where the person is signed in; any of it can be ended, at once. */
export function SessionList({ initial }: { initial: SessionDto[] }) {
  const client = useQueryClient();
  const sessions = useQuery({
    queryKey: queryKeys.sessions,
    queryFn: ({ signal }) => api('listSessions', { signal }),
    initialData: { items: initial, nextCursor: null },
  });
  const endOthers = useMutation({
    mutationFn: () => api('revokeOtherSessions'),
    onSuccess: () => showToast({ title: 'All other sessions have ended', tone: 'success' }),
    onError: (error) => showError('The sessions were not ended', error),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  });
  const { items } = sessions.data;
  const hasOthers = items.some((session) => !session.current);

  return (
    <Section
      title="Where you are signed in"
      description="End what you do not recognise, then change your password."
      action={
        hasOthers && (
          <Button pending={endOthers.isPending} onClick={() => endOthers.mutate()}>
            End all others
          </Button>
        )
      }
    >
      {sessions.isError ? (
        <ErrorState
          title="Your sessions could not be loaded"
          error={sessions.error}
          onRetry={() => sessions.refetch()}
        />
      ) : (
        <ul className="-my-3 divide-y divide-line">
          {items.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function SessionRow({ session }: { session: SessionDto }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => api('revokeSession', { params: { id: session.id } }),
    onError: (error) => showError('The session was not ended', error),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  });
  const { text, isPhone } = describeUserAgent(session.userAgent);
  const Icon = isPhone ? Smartphone : Monitor;
  return (
    <li className="flex items-center gap-3 py-3">
      <Icon aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium" title={session.userAgent}>
          {text}
          {session.current && <Badge tone="success">This device</Badge>}
        </p>
        <p className="text-muted text-sm">
          {session.address || 'Unknown address'} · active <Time value={session.lastSeenAt} />
        </p>
      </div>
      {!session.current && (
        <Button size="sm" pending={end.isPending} aria-label={`End ${text}`} onClick={() => end.mutate()}>
          End
        </Button>
      )}
    </li>
  );
}
