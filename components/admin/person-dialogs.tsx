'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyField } from '@/components/ui/copy-field';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { UserDto } from '@/lib/contracts/admin';
import { formatBytes } from '@/lib/format/bytes';
import { DeletePersonDialog } from './delete-person-dialog';
import { quotaProblem, quotaText, readQuota } from './quota';

export type PersonDialog = { kind: 'quota' | 'reset' | 'sessions' | 'delete'; user: UserDto };
type PersonDialogProps = { user: UserDto; onClose: () => void };

/** The dialog that a person's menu asked for. */
export function PersonDialogs({ dialog, onClose }: { dialog: PersonDialog; onClose: () => void }) {
  switch (dialog.kind) {
    case 'quota':
      return <QuotaDialog user={dialog.user} onClose={onClose} />;
    case 'reset':
      return <ResetDialog user={dialog.user} onClose={onClose} />;
    case 'sessions':
      return <SessionsDialog user={dialog.user} onClose={onClose} />;
    case 'delete':
      return <DeletePersonDialog user={dialog.user} onClose={onClose} />;
    default:
      return dialog.kind satisfies never;
  }
}

const onOpenChange = (onClose: () => void) => (open: boolean) => {
  if (!open) onClose();
};

function QuotaDialog({ user, onClose }: PersonDialogProps) {
  const client = useQueryClient();
  const [text, setText] = useState(quotaText(user.quotaBytes));
  const quotaBytes = readQuota(text);
  const save = useMutation({
    mutationFn: () =>
      api('updateUser', { params: { id: user.id }, body: { quotaBytes: quotaBytes ?? null } }),
    onSuccess: () => {
      showToast({ title: `The quota of ${user.name} is saved`, tone: 'success' });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.users }),
  });
  const isSmaller = typeof quotaBytes === 'number' && quotaBytes < user.usedBytes;
  return (
    <Dialog
      open
      onOpenChange={onOpenChange(onClose)}
      title={`Quota of ${user.name}`}
      description={`${formatBytes(user.usedBytes + user.reservedBytes)} are in use.`}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="quota-form"
            variant="primary"
            pending={save.isPending}
            disabled={quotaBytes === undefined}
          >
            Save
          </Button>
        </>
      }
    >
      <form
        id="quota-form"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (quotaBytes !== undefined) save.mutate();
        }}
      >
        {save.isError && <Callout tone="danger">{toApiError(save.error).detail}</Callout>}
        <TextField
          label="Quota"
          placeholder="Unlimited"
          value={text}
          onChange={(event) => setText(event.target.value)}
          hint={
            isSmaller
              ? 'Less than is in use: nothing is removed, but nothing more can be uploaded.'
              : 'A size such as 20 GB; empty for unlimited.'
          }
          error={quotaBytes === undefined ? quotaProblem : undefined}
        />
      </form>
    </Dialog>
  );
}

function ResetDialog({ user, onClose }: PersonDialogProps) {
  const create = useMutation({
    mutationFn: () => api('createUserPasswordReset', { params: { id: user.id } }),
  });
  return (
    <Dialog
      open
      onOpenChange={onOpenChange(onClose)}
      title={`Reset link for ${user.name}`}
      description="Whoever opens it once may set a new password. Links made before stop working."
      footer={
        create.isSuccess ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" pending={create.isPending} onClick={() => create.mutate()}>
              Make the link
            </Button>
          </>
        )
      }
    >
      {create.isError && <Callout tone="danger">{toApiError(create.error).detail}</Callout>}
      {create.isSuccess && (
        <CopyField
          label="Link"
          value={create.data.url}
          hint="Shown only now. Send it over a channel that you trust."
        />
      )}
    </Dialog>
  );
}

const SessionsDialog = ({ user, onClose }: PersonDialogProps) => (
  <ConfirmDialog
    open
    onOpenChange={onOpenChange(onClose)}
    title={`End all sessions of ${user.name}?`}
    description="They have to sign in again everywhere. Running uploads stop and can be resumed after that."
    confirmLabel="End the sessions"
    onConfirm={async () => {
      await api('revokeUserSessions', { params: { id: user.id } });
      showToast({ title: `All sessions of ${user.name} have ended`, tone: 'success' });
    }}
  />
);
