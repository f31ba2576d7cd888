'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw, Trash2, UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { lazyPart } from '@/components/ui/lazy-part';
import { showError } from '@/components/ui/show-error';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { ApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { AdminFileDto, BatchAdminFiles } from '@/lib/contracts/admin';
import { formatCount } from '@/lib/format/count';

const ConfirmDialog = lazyPart(() =>
  import('@/components/ui/confirm-dialog').then((module) => module.ConfirmDialog),
);

const TransferDialog = lazyPart(() => import('./transfer-dialog').then((module) => module.TransferDialog));

type Action = BatchAdminFiles['action'];
type Batch = { ids: string[] } & (
  | { action: Exclude<Action, 'transfer'> }
  | { action: 'transfer'; ownerId: string }
);
const words: Record<Action, string> = {
  trash: 'moved to the trash',
  restore: 'restored',
  delete: 'deleted for good',
  transfer: 'given away',
};
const opposites: Record<Action, 'trash' | 'restore' | null> = {
  trash: 'restore',
  restore: 'trash',
  delete: null,
  transfer: null,
};
/** Source: contract, batches take 500 at most. */
const batchSize = 500;

/** Runs a batch in pieces; answers how many worked. Throws where none did. */
async function runBatch({ ids, ...what }: Batch): Promise<{ done: string[]; failed: number }> {
  const done: string[] = [];
  let problem: ApiError | undefined;
  for (let from = 0; from < ids.length; from += batchSize) {
    const { items } = await api('batchAdminFiles', {
      body: { ...what, ids: ids.slice(from, from + batchSize) },
    });
    for (const item of items) {
      if ('ok' in item) done.push(item.id);
      else problem ??= new ApiError(item.error as ConstructorParameters<typeof ApiError>[0]);
    }
  }
  if (problem && done.length === 0) throw problem;
  return { done, failed: ids.length - done.length };
}

type AdminFileActionsProps = { files: readonly AdminFileDto[]; place: 'files' | 'trash'; onDone: () => void };

/** What can be done with the selected files; undo for what can be undone, a question for what cannot. */
export function AdminFileActions({ files, place, onDone }: AdminFileActionsProps) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<'delete' | 'transfer' | null>(null);
  const run = useMutation({
    mutationFn: runBatch,
    onSuccess: ({ done, failed }, { action }) => {
      const opposite = opposites[action];
      showToast({
        title: `${formatCount(done.length, 'file')} ${words[action]}`,
        detail: failed > 0 ? `${formatCount(failed, 'file')} could not be changed.` : undefined,
        tone: failed > 0 ? 'warning' : 'neutral',
        action: opposite
          ? { label: 'Undo', onAction: () => run.mutate({ action: opposite, ids: done }) }
          : undefined,
      });
      onDone();
    },
    onError: (error, { action }) => {
      // The other two are asked in dialogs, which say it themselves.
      if (action === 'trash' || action === 'restore') showError('Nothing was changed', error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.adminFiles }),
  });
  const ids = files.map((file) => file.id);
  if (ids.length === 0) return null;

  return (
    <section
      aria-label="Selected files"
      className="sticky top-16 z-10 flex flex-wrap items-center gap-2 rounded-lg border border-line bg-raised px-3 py-2 shadow-popup max-sm:[&>button]:flex-1"
    >
      <p aria-live="polite" className="mr-auto font-medium max-sm:w-full">
        {formatCount(ids.length, 'file')} selected
      </p>
      {place === 'files' ? (
        <Button
          size="sm"
          icon={<Trash2 aria-hidden className="size-4" />}
          pending={run.isPending}
          onClick={() => run.mutate({ action: 'trash', ids })}
        >
          Move to the trash
        </Button>
      ) : (
        <>
          <Button
            size="sm"
            icon={<RotateCcw aria-hidden className="size-4" />}
            pending={run.isPending}
            onClick={() => run.mutate({ action: 'restore', ids })}
          >
            Restore
          </Button>
          <Button size="sm" variant="danger" onClick={() => setAsking('delete')}>
            Delete for good
          </Button>
        </>
      )}
      <Button
        size="sm"
        icon={<UserRoundCheck aria-hidden className="size-4" />}
        onClick={() => setAsking('transfer')}
      >
        Give to…
      </Button>
      <Button size="sm" variant="ghost" onClick={onDone}>
        Clear
      </Button>
      {asking === 'transfer' && (
        <TransferDialog
          count={ids.length}
          onClose={() => setAsking(null)}
          onTransfer={(heir) => run.mutateAsync({ action: 'transfer', ids, ownerId: heir.id })}
        />
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          open
          danger
          onOpenChange={(open) => !open && setAsking(null)}
          title={`Delete ${formatCount(ids.length, 'file')} for good?`}
          description="The files leave the bucket and cannot be brought back. Their owners are not asked."
          confirmLabel="Delete for good"
          onConfirm={async () => {
            await run.mutateAsync({ action: 'delete', ids });
          }}
        />
      )}
    </section>
  );
}
