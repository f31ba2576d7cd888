'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { followLink } from '@/components/gallery/follow-link';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { AdminFileDto } from '@/lib/contracts/admin';

/** Source: contract, OpenAdminFile. */
const shortest = 5;

/** Opens somebody's file for an admin who says why; the reason stays in the audit log. */
export function OpenFileDialog({ file, onClose }: { file: AdminFileDto; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const open = useMutation({
    mutationFn: () => api('openAdminFile', { params: { id: file.id }, body: { reason } }),
    onSuccess: ({ presign }) => {
      followLink(presign.url, file.name);
      showToast({ title: 'The file is on its way; the audit log says why' });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.audit }),
  });
  const isReady = reason.trim().length >= shortest;
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title={`Open “${file.name}”`}
      description={`It belongs to ${file.owner.name}. That you opened it, and why, goes into the audit log.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="open-file"
            variant="primary"
            disabled={!isReady}
            pending={open.isPending}
          >
            Download it
          </Button>
        </>
      }
    >
      <form
        id="open-file"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !open.isPending) open.mutate();
        }}
      >
        {open.isError && <Callout tone="danger">{toApiError(open.error).detail}</Callout>}
        <TextField
          label="Reason"
          hint={`At least ${shortest} letters, such as the number of a report.`}
          maxLength={500}
          autoComplete="off"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
