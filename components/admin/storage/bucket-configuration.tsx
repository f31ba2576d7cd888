'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { showError } from '@/components/ui/show-error';
import { Skeleton } from '@/components/ui/skeleton';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { ApplyConfiguration, ConfigurationItem } from '@/lib/contracts/storage';
import { type PolicyDraft, PolicyOptions, toPolicyWish, usualPolicy } from './policy-options';

const words: Record<ConfigurationItem['name'], { title: string; what: string; action: string }> = {
  cors: {
    title: 'CORS',
    what: 'Lets pages of this address, and no other, send and read objects.',
    action: 'Add our rule',
  },
  lifecycle: {
    title: 'Lifecycle',
    what: 'Ends multipart uploads that were never finished, after 15 days. Objects never expire.',
    action: 'Put in place',
  },
  publicAccess: {
    title: 'Public access',
    what: 'Blocks whatever would make an object public.',
    action: 'Block public access',
  },
  policy: {
    title: 'Bucket policy',
    what: 'Refuses what is chosen here. Tried before it is kept.',
    action: 'Put in place',
  },
};

const classes = [
  { value: 'none', label: 'Standard' },
  { value: 'STANDARD_IA', label: 'Standard-IA after 30 days' },
  { value: 'INTELLIGENT_TIERING', label: 'Intelligent-Tiering at once' },
  { value: 'GLACIER_IR', label: 'Glacier Instant after 90 days' },
] as const;
type StorageClass = (typeof classes)[number]['value'];
const days: Record<Exclude<StorageClass, 'none'>, number> = {
  STANDARD_IA: 30,
  INTELLIGENT_TIERING: 0,
  GLACIER_IR: 90,
};

/** The bucket's own settings as they are; ours are merged in on request, others' stay. */
export function BucketConfiguration() {
  const client = useQueryClient();
  const queryKey = [...queryKeys.storage, 'configuration'];
  const [policy, setPolicy] = useState<PolicyDraft>(usualPolicy);
  const [storageClass, setStorageClass] = useState<StorageClass>('none');
  const configuration = useQuery({
    queryKey,
    queryFn: ({ signal }) => api('getStorageConfiguration', { signal }),
  });
  const apply = useMutation({
    mutationFn: (wish: ApplyConfiguration) => api('applyStorageConfiguration', { body: wish }),
    onSuccess: (after) => {
      client.setQueryData(queryKey, after);
      showToast({ title: 'The bucket was asked; this is how it is now' });
    },
    onError: (error) => showError('The bucket was not changed', error),
  });
  const wishes: Record<ConfigurationItem['name'], ApplyConfiguration> = {
    cors: { cors: true },
    lifecycle: {
      lifecycle: {
        abortIncomplete: true,
        ...(storageClass === 'none' ? {} : { transition: { storageClass, afterDays: days[storageClass] } }),
      },
    },
    publicAccess: { publicAccess: true },
    policy: { policy: toPolicyWish(policy) },
  };
  return (
    <Section
      title="Bucket configuration"
      description="Nothing is written unasked. Only rules of ours are added or replaced."
    >
      {configuration.isError ? (
        <ErrorState
          title="The bucket did not answer"
          error={configuration.error}
          onRetry={() => configuration.refetch()}
        />
      ) : configuration.data ? (
        configuration.data.items.map((item) => (
          <Item
            key={item.name}
            item={item}
            pending={apply.isPending}
            onApply={() => apply.mutate(wishes[item.name])}
            options={item.name === 'policy' && <PolicyOptions draft={policy} onChange={setPolicy} />}
            extra={
              item.name === 'lifecycle' && (
                <Select
                  aria-label="Storage class of files"
                  value={storageClass}
                  options={classes}
                  onValueChange={setStorageClass}
                  className="w-60"
                />
              )
            }
          />
        ))
      ) : (
        <Skeleton className="h-64" />
      )}
    </Section>
  );
}

/** Settings without a choice: once in place there is nothing to ask for. */
const alwaysTheSame: ReadonlySet<ConfigurationItem['name']> = new Set(['cors', 'publicAccess']);

type ItemProps = {
  item: ConfigurationItem;
  pending: boolean;
  onApply: () => void;
  extra: ReactNode;
  options: ReactNode;
};

function Item({ item, pending, onApply, extra, options }: ItemProps) {
  const { title, what, action } = words[item.name];
  const { refusal, current, added, removed, isInSync } = item;
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-4 first-of-type:border-t-0 first-of-type:pt-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <h3 className="flex items-center gap-2 font-medium">
            {title}
            {refusal ? (
              <Badge tone="warning">not possible</Badge>
            ) : item.name === 'policy' ? null : (
              <Badge tone={isInSync ? 'success' : 'neutral'}>{isInSync ? 'in place' : 'not in place'}</Badge>
            )}
          </h3>
          <p className="text-muted text-sm">{what}</p>
        </div>
        {extra}
        {!(isInSync && alwaysTheSame.has(item.name)) && (
          <Button size="sm" pending={pending} onClick={onApply} aria-label={`${title}: ${action}`}>
            {action}
          </Button>
        )}
      </div>
      {options}
      {refusal && (
        <Callout tone="warning">
          {refusal.reason === 'permission'
            ? `The key may not do this: it needs ${refusal.permission}.`
            : refusal.reason === 'unsupported'
              ? 'This provider has no such setting.'
              : 'The provider would not take it.'}{' '}
          {refusal.providerCode && <code>{refusal.providerCode}</code>} {refusal.providerMessage}
        </Callout>
      )}
      {(added.length > 0 || removed.length > 0) && (
        <Rules label="What would change" rules={[...added.map(mark('+')), ...removed.map(mark('−'))]} open />
      )}
      {current && current.length > 0 && <Rules label="As it is" rules={current.map(mark(''))} />}
    </div>
  );
}

const mark = (sign: string) => (rule: unknown) => `${sign} ${JSON.stringify(rule, null, 2)}`.trim();

const Rules = ({ label, rules, open = false }: { label: string; rules: string[]; open?: boolean }) => (
  <details open={open} className="text-sm">
    <summary className="cursor-pointer rounded-sm text-muted hover:text-text">{label}</summary>
    <pre className="mt-1 whitespace-pre-wrap break-words rounded-md bg-subtle p-3">{rules.join('\n')}</pre>
  </details>
);
