'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { lazyPart } from '@/components/ui/lazy-part';
import { Progress } from '@/components/ui/progress';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/api-client/api';
import type { CleanupDto } from '@/lib/contracts/storage';
import { formatBytes } from '@/lib/format/bytes';
import { formatCount, toPercent } from '@/lib/format/count';

const ConfirmDialog = lazyPart(() =>
  import('@/components/ui/confirm-dialog').then((module) => module.ConfirmDialog),
);

const countsOf = (plan: NonNullable<CleanupDto['plan']>) =>
  `${formatCount(plan.objects.count, 'object')} (${formatBytes(plan.objects.bytes)}) and ` +
  `${formatCount(plan.multiparts.count, 'open upload')} (${formatBytes(plan.multiparts.bytes)})`;

/** The last clean-up: its plan to be agreed to, its progress, or its end. */
export function CleanupPanel({ cleanup, onDone }: { cleanup: CleanupDto; onDone: () => void }) {
  const [isAsking, setAsking] = useState(false);
  const run = useMutation({
    mutationFn: () => api('runCleanup', { params: { id: cleanup.id } }),
    onSettled: onDone,
  });
  const { state, plan, progress, problem } = cleanup;
  const total = plan ? plan.objects.count + plan.multiparts.count : 0;
  const done = progress.objects + progress.multiparts;
  switch (state) {
    case 'planning':
      return (
        <div className="flex flex-col gap-2">
          <p>Looking for what can be removed…</p>
          <Progress percent={null} label="Planning the clean-up" />
        </div>
      );
    case 'planned':
      return total === 0 ? (
        <Callout tone="success">Nothing can be removed now.</Callout>
      ) : (
        <Callout title="Planned, nothing removed yet">
          <p>{plan && countsOf(plan)} would be removed.</p>
          <Button size="sm" variant="danger" className="mt-2" onClick={() => setAsking(true)}>
            Remove them
          </Button>
          {isAsking && (
            <ConfirmDialog
              open
              danger
              onOpenChange={setAsking}
              title={`Remove ${formatCount(total, 'orphan')} for good?`}
              description={`${plan ? countsOf(plan) : ''} leave the bucket and cannot be brought back. If there is more than this by now, nothing is removed.`}
              confirmLabel="Remove for good"
              onConfirm={async () => {
                await run.mutateAsync();
              }}
            />
          )}
        </Callout>
      );
    case 'running':
      return (
        <div className="flex flex-col gap-2">
          <p>
            {formatCount(done, 'orphan')} of {total.toLocaleString('en')} removed
          </p>
          <Progress percent={toPercent(done, total)} label="Removing orphans" />
        </div>
      );
    case 'done':
      return (
        <p className="text-muted">
          Last clean-up: {formatCount(done, 'orphan')} removed, {formatBytes(progress.bytes)} freed,{' '}
          <Time value={cleanup.finishedAt ?? cleanup.createdAt} />.
        </p>
      );
    case 'failed':
      return (
        <Callout tone="danger" title="The last clean-up stopped">
          {problem}
        </Callout>
      );
    default:
      return state satisfies never;
  }
}
