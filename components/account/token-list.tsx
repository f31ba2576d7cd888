'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useMe } from '@/components/shell/use-me';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { lazyPart } from '@/components/ui/lazy-part';
import { Section } from '@/components/ui/section';
import { showError } from '@/components/ui/show-error';
import { Time } from '@/components/ui/time';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { TokenDto } from '@/lib/contracts/tokens';

const TokenDialog = lazyPart(() => import('./token-dialog').then((module) => module.TokenDialog));

/** API tokens: who may call for me, what they may do, when they last did. */
export function TokenList({ initial }: { initial: TokenDto[] }) {
  const { canCreateTokens } = useMe().limits;
  const [isOpen, setOpen] = useState(false);
  const tokens = useQuery({
    queryKey: queryKeys.tokens,
    queryFn: ({ signal }) => api('listTokens', { signal }),
    initialData: { items: initial, nextCursor: null },
  });
  const { items } = tokens.data;
  const create = canCreateTokens && (
    <Button variant="primary" onClick={() => setOpen(true)}>
      Make a token
    </Button>
  );
  return (
    <Section
      title="API tokens"
      description="For scripts, apps and CI. A token does what you allow it, never more than you may yourself."
      action={items.length > 0 ? create : undefined}
    >
      {tokens.isError ? (
        <ErrorState
          title="Your tokens could not be loaded"
          error={tokens.error}
          onRetry={() => tokens.refetch()}
        />
      ) : items.length === 0 ? (
        <EmptyState
          icon={<KeyRound />}
          title={canCreateTokens ? 'Make a token for your first script' : 'You have no tokens'}
          action={create}
          className="py-8"
        >
          {canCreateTokens ? undefined : 'The rules here leave making tokens to admins.'}
        </EmptyState>
      ) : (
        <ul className="-my-3 divide-y divide-line">
          {items.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      <TokenDialog open={isOpen} onOpenChange={setOpen} />
    </Section>
  );
}

function TokenRow({ token }: { token: TokenDto }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api('revokeToken', { params: { id: token.id } }),
    onSuccess: () => showToast({ title: `The token “${token.name}” is revoked`, tone: 'success' }),
    onError: (error) => showError('The token was not revoked', error),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.tokens }),
  });
  return (
    <li className="flex items-center gap-3 py-3">
      <KeyRound aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 font-medium">
          <bdi className="min-w-0 truncate">{token.name}</bdi>
          <code className="font-mono font-normal text-muted text-sm">{token.prefix}…</code>
        </p>
        <p className="text-muted text-sm">
          {token.scopes.join(', ')} ·{' '}
          {token.lastUsedAt ? (
            <>
              used <Time value={token.lastUsedAt} />
            </>
          ) : (
            'never used'
          )}{' '}
          ·{' '}
          {token.expiresAt ? (
            <>
              ends <Time value={token.expiresAt} />
            </>
          ) : (
            'does not end'
          )}
        </p>
      </div>
      <Button
        size="sm"
        pending={revoke.isPending}
        aria-label={`Revoke ${token.name}`}
        onClick={() => revoke.mutate()}
      >
        Revoke
      </Button>
    </li>
  );
}
