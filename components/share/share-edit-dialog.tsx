'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Dialog } from '@/components/ui/dialog';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { ShareDto } from '@/lib/contracts/shares';
import { draftOf, draftProblems, toUpdateBody, whoWillOpen } from './share-draft';
import { ShareForm } from './share-form';
import { shareKeys } from './share-keys';
import { shareName } from './share-name';
import { WhoCanOpen } from './who-can-open';

type ShareEditDialogProps = { share: ShareDto; open: boolean; onClose: () => void };

const formId = 'share-edit-form';

/** Changes a link in place: everybody who has it sees the change with their next click. */
export function ShareEditDialog({ share, open, onClose }: ShareEditDialogProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(draftOf(share));
  const [tried, setTried] = useState(false);
  const options = useQuery({
    queryKey: shareKeys.options,
    queryFn: ({ signal }) => api('getShareOptions', { signal }),
  });
  const body = toUpdateBody(draft, share);
  const save = useMutation({
    mutationFn: () => api('updateShare', { params: { id: share.id }, body }),
    onSuccess: () => {
      showToast({ title: `The link to “${shareName(share)}” is changed`, tone: 'success' });
      void client.invalidateQueries({ queryKey: shareKeys.all });
      void client.invalidateQueries({ queryKey: queryKeys.files });
      onClose();
    },
  });
  const problem = save.isError ? toApiError(save.error) : undefined;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Edit the link to “${shareName(share)}”`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            pending={save.isPending}
            disabled={Object.keys(body).length === 0}
          >
            Save
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.keys(draftProblems(draft)).length === 0 && !save.isPending) save.mutate();
        }}
        className="flex flex-col gap-4"
      >
        <WhoCanOpen text={whoWillOpen(draft, options.data, share)} isPublic={share.kind === 'public'} />
        {problem && problem.errors.length === 0 && <Callout tone="danger">{problem.detail}</Callout>}
        <ShareForm
          draft={draft}
          onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
          options={options.data}
          fieldError={(name) => problem?.fieldMessage(name)}
          share={share}
          tried={tried}
        />
      </form>
    </Dialog>
  );
}
