'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link2Off } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { showError } from '@/components/ui/show-error';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { StorageState } from '@/lib/contracts/storage';
import { formatCount } from '@/lib/format/count';

/** Links that have ended: kept for their owners for 30 days, then removed by a sweep, or now. */
export function EndedShares({ ended }: { ended: StorageState['endedShares'] }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api('removeEndedShares'),
    onSuccess: ({ removed }) =>
      showToast({ title: `${formatCount(removed, 'ended link')} removed`, tone: 'success' }),
    onError: (error) => showError('The ended links were not removed', error),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.storage }),
  });
  return (
    <Section
      title="Ended links"
      description="Their owners see them, with their history, for 30 days after the end. Then they are removed by themselves."
      action={
        <Button
          icon={<Link2Off aria-hidden className="size-4" />}
          pending={remove.isPending}
          disabled={ended.removable === 0}
          onClick={() => remove.mutate()}
        >
          Remove now
        </Button>
      }
    >
      <p className="text-muted tabular-nums">
        {ended.count === 0
          ? 'No link has ended.'
          : `${formatCount(ended.count, 'link')} ended, ${formatCount(ended.removable, 'link')} of them more than 30 days ago.`}
      </p>
    </Section>
  );
}
