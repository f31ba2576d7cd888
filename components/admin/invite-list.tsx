'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { showError } from '@/components/ui/show-error';
import { Time } from '@/components/ui/time';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { InviteDto } from '@/lib/contracts/admin';

/** Invitations that still work; nothing where there is none. */
export function InviteList() {
  const invites = useQuery({
    queryKey: queryKeys.invites,
    queryFn: ({ signal }) => api('listInvites', { signal }),
  });
  if (invites.isError) {
    return (
      <ErrorState
        title="The invitations could not be loaded"
        error={invites.error}
        onRetry={() => invites.refetch()}
      />
    );
  }
  const open = invites.data?.items.filter((invite) => invite.state === 'open') ?? [];
  if (open.length === 0) return null;
  return (
    <Section title="Open invitations">
      <ul className="-my-3 divide-y divide-line">
        {open.map((invite) => (
          <InviteRow key={invite.id} invite={invite} />
        ))}
      </ul>
    </Section>
  );
}

function InviteRow({ invite }: { invite: InviteDto }) {
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => api('deleteInvite', { body: { id: invite.id } }),
    onSuccess: () => showToast({ title: 'The invitation is withdrawn', tone: 'success' }),
    onError: (error) => showError('The invitation was not withdrawn', error),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.invites }),
  });
  const name = invite.email ?? 'Anyone with the link';
  return (
    <li className="flex items-center gap-3 py-3">
      <Mail aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          <span className="min-w-0 truncate">{name}</span>
          {invite.role === 'admin' && <Badge tone="accent">Admin</Badge>}
        </p>
        <p className="text-muted text-sm">
          Made <Time value={invite.createdAt} />, ends <Time value={invite.expiresAt} />
        </p>
      </div>
      <Button
        size="sm"
        pending={withdraw.isPending}
        aria-label={`Withdraw the invitation for ${name}`}
        onClick={() => withdraw.mutate()}
      >
        Withdraw
      </Button>
    </li>
  );
}
