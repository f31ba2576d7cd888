'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { ErrorState } from '@/components/ui/error-state';
import { SectionSkeleton } from '@/components/ui/section-skeleton';
import { showError } from '@/components/ui/show-error';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { ApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { Policy } from '@/lib/contracts/policy';
import type { PolicyState } from '@/lib/contracts/policy-api';
import { formatCount } from '@/lib/format/count';
import { PolicyHistory } from './policy-history';
import { ShareSection, UrlSection } from './policy-lives';
import { FilesSection, HistorySection, PeopleSection, RateSection } from './policy-sections';
import { changedFields, fieldNames } from './policy-words';

/** The rules: changed in place, saved together, taken back with one click. */
export function PolicyForm() {
  const state = useQuery({
    queryKey: queryKeys.policy,
    queryFn: ({ signal }) => api('getPolicy', { signal }),
    refetchOnWindowFocus: false,
  });
  if (state.isError)
    return (
      <ErrorState title="The rules could not be loaded" error={state.error} onRetry={() => state.refetch()} />
    );
  if (!state.data) return <PolicySkeleton />;
  return (
    <div className="flex flex-col gap-6">
      <Editor state={state.data} />
      <PolicyHistory />
    </div>
  );
}

function Editor({ state }: { state: PolicyState }) {
  const client = useQueryClient();
  const [edits, setEdits] = useState<Partial<Policy>>({});
  const policy: Policy = { ...state.policy, ...edits };
  const changed = changedFields(state.policy, policy);
  const draft = { policy, change: (part: Partial<Policy>) => setEdits((now) => ({ ...now, ...part })) };
  useLeaveGuard(changed.length > 0);

  const save = useMutation({
    mutationFn: ({ next, version }: { next: Policy; version: number }) =>
      api('putPolicy', { body: next, ifMatch: version }),
    onSuccess: (after, { next }) => {
      const before = state.policy;
      client.setQueryData(queryKeys.policy, after);
      setEdits({});
      showToast({
        id: 'policy',
        title: 'The rules are in force',
        detail: changedFields(before, next)
          .map((name) => fieldNames[name])
          .join(', '),
        action: {
          label: 'Undo',
          onAction: () => save.mutate({ next: before, version: after.version }),
        },
      });
    },
    onError: (error) => {
      if (!isOutdated(error)) showError('The rules were not changed', error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.audit }),
  });

  const loadPresent = () => {
    save.reset();
    void client.invalidateQueries({ queryKey: queryKeys.policy });
  };
  const discard = () => {
    setEdits({});
    if (save.isError) loadPresent();
  };

  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed.length > 0) save.mutate({ next: policy, version: state.version });
      }}
    >
      <PeopleSection draft={draft} />
      <FilesSection draft={draft} />
      <UrlSection draft={draft} />
      <ShareSection draft={draft} />
      <RateSection draft={draft} />
      <HistorySection draft={draft} />
      {changed.length > 0 && (
        <section
          aria-label="Changes that are not saved"
          className="sticky bottom-4 z-10 flex flex-col gap-3 rounded-lg border border-line bg-raised px-4 py-3 shadow-popup max-md:bottom-20"
        >
          {save.isError && isOutdated(save.error) && (
            <Callout tone="warning" title="Another admin changed the rules meanwhile">
              Load the rules as they are now. Your changes are kept, and Save puts them on top.
            </Callout>
          )}
          <div className="flex flex-wrap items-center gap-2">
            <p aria-live="polite" className="mr-auto min-w-0 max-sm:w-full">
              <span className="font-medium">{formatCount(changed.length, 'change')}: </span>
              <span className="text-muted">{changed.map((name) => fieldNames[name]).join(', ')}</span>
            </p>
            <Button className="max-sm:flex-1" onClick={discard}>
              Discard
            </Button>
            {save.isError && isOutdated(save.error) ? (
              <Button variant="primary" className="max-sm:flex-1" onClick={loadPresent}>
                Load the present rules
              </Button>
            ) : (
              <Button type="submit" variant="primary" className="max-sm:flex-1" pending={save.isPending}>
                Save
              </Button>
            )}
          </div>
        </section>
      )}
    </form>
  );
}

const isOutdated = (error: unknown) => error instanceof ApiError && error.code === 'precondition_failed';

/** Asks before the tab closes while changes are not saved. */
function useLeaveGuard(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return;
    const guard = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', guard);
    return () => window.removeEventListener('beforeunload', guard);
  }, [isDirty]);
}

const PolicySkeleton = () => (
  <div role="status" aria-label="Loading the rules" className="flex flex-col gap-6">
    {[6, 9, 10, 12, 3].map((lines) => (
      <SectionSkeleton key={lines} lines={lines} />
    ))}
  </div>
);
