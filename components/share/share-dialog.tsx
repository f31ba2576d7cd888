'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import { formatCount } from '@/lib/format/count';
import { ExistingLinks } from './existing-links';
import {
  draftProblems,
  emptyDraft,
  type ShareDraft,
  type ShareTarget,
  toCreateBody,
  whoWillOpen,
} from './share-draft';
import { ShareForm } from './share-form';
import { shareKeys } from './share-keys';
import { ShareReady } from './share-ready';
import { WhoCanOpen } from './who-can-open';

type ShareDialogProps = { target: ShareTarget; open: boolean; onClose: () => void };

const formId = 'share-form';
/** As many files as one link names; more go into a folder. Source: API, ids of a batch. */
const maxFiles = 500;
/** Fields whose own line shows the server's message. */
const shownFields = ['expiresIn', 'expiresAt', 'password', 'maxDownloads', 'slug', 'note'];

/** Makes a link to files or a folder, and shows it. Load it lazily; `target` says what is shared. */
export function ShareDialog({ target, open, onClose }: ShareDialogProps) {
  const client = useQueryClient();
  const [edited, setDraft] = useState<ShareDraft>(emptyDraft);
  const [tried, setTried] = useState(false);
  const options = useQuery({
    queryKey: shareKeys.options,
    queryFn: ({ signal }) => api('getShareOptions', { signal }),
    enabled: open,
  });
  const isFolder = 'folderId' in target;
  const count = isFolder ? 0 : target.fileIds.length;
  const canShare = options.data?.canShare ?? true;
  const canPublish = count === 1 && (options.data?.canPublish ?? false);
  const draft: ShareDraft = !canShare && canPublish ? { ...edited, kind: 'public' } : edited;
  const create = useMutation({
    mutationFn: () => api('createShare', { body: toCreateBody(draft, target) }),
    onSuccess: async ({ url }) => {
      // Copied at once where the browser allows it after the wait; the field has its own button.
      await navigator.clipboard?.writeText(url).catch(() => undefined);
      void client.invalidateQueries({ queryKey: shareKeys.all });
      void client.invalidateQueries({ queryKey: queryKeys.files });
    },
  });
  const problem = create.isError ? toApiError(create.error) : undefined;

  function close() {
    onClose();
    create.reset();
    setDraft(emptyDraft);
    setTried(false);
  }
  const frame = { open, onOpenChange: (next: boolean) => !next && close() };

  if (create.isSuccess) {
    return (
      <Dialog
        {...frame}
        title="The link is ready"
        footer={
          <>
            <Button onClick={() => create.reset()}>Make another</Button>
            <Button variant="primary" onClick={close}>
              Done
            </Button>
          </>
        }
      >
        <ShareReady share={create.data} />
      </Dialog>
    );
  }
  if (count > maxFiles) {
    return (
      <Dialog {...frame} title="Too many files for one link" footer={<Button onClick={close}>Close</Button>}>
        A link names up to {maxFiles} files, and these are {count.toLocaleString('en')}. Move them into a
        folder and share the folder.
      </Dialog>
    );
  }
  const submit = () => {
    setTried(true);
    if (Object.keys(draftProblems(draft)).length === 0 && !create.isPending) create.mutate();
  };
  const isShown = shownFields.some((name) => problem?.fieldMessage(name));
  return (
    <Dialog
      {...frame}
      title={
        isFolder
          ? 'Share this folder'
          : count === 1
            ? 'Share this file'
            : `Share ${formatCount(count, 'file')}`
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            pending={create.isPending}
            disabled={!canShare && !canPublish}
          >
            Create link
          </Button>
        </>
      }
    >
      {options.isError ? (
        <ErrorState
          title="Sharing is not available"
          error={options.error}
          onRetry={() => options.refetch()}
        />
      ) : (
        <form
          id={formId}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
          className="flex flex-col gap-4"
        >
          <WhoCanOpen text={whoWillOpen(draft, options.data)} isPublic={draft.kind === 'public'} />
          {!canShare && (
            <Callout tone="warning">
              {canPublish
                ? 'Only admins may make pages for visitors here; you can publish an address to embed.'
                : 'Only admins may share links here.'}
            </Callout>
          )}
          {isFolder && (
            <Callout>The link is live: new files here become visible to everybody who has it.</Callout>
          )}
          {problem && !isShown && <Callout tone="danger">{problem.detail}</Callout>}
          {canShare && canPublish && (
            <SegmentedControl
              label="What to make"
              value={draft.kind}
              segments={[
                { value: 'share', label: 'Page for visitors' },
                { value: 'public', label: 'Address to embed' },
              ]}
              onValueChange={(kind) => setDraft((now) => ({ ...now, kind, life: 'usual' }))}
              className="self-start"
            />
          )}
          <ShareForm
            draft={draft}
            onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
            options={options.data}
            fieldError={(name) => problem?.fieldMessage(name)}
            tried={tried}
          />
          <ExistingLinks target={target} enabled={open} />
        </form>
      )}
    </Dialog>
  );
}
