'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Dialog } from '@/components/ui/dialog';
import { toApiError } from '@/lib/api-client/api-error';
import type { UserDto } from '@/lib/contracts/admin';
import { formatCount } from '@/lib/format/count';
import { PersonPicker } from './person-picker';

type TransferDialogProps = {
  count: number;
  onClose: () => void;
  /** Rejects where nothing was moved. */
  onTransfer: (heir: UserDto) => Promise<unknown>;
};

/** Asks who gets files of somebody else. */
export function TransferDialog({ count, onClose, onTransfer }: TransferDialogProps) {
  const [heir, setHeir] = useState<UserDto | null>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function give() {
    if (!heir || pending) return;
    setPending(true);
    setProblem(null);
    try {
      await onTransfer(heir);
      onClose();
    } catch (error) {
      setProblem(toApiError(error).detail);
    } finally {
      setPending(false);
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Give ${formatCount(count, 'file')} to somebody else`}
      description="With earlier versions, at the top of their files. Links, tags and favourites of the former owner end."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!heir} pending={pending} onClick={() => void give()}>
            {heir ? `Give to ${heir.name}` : 'Give'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && <Callout tone="danger">{problem}</Callout>}
        <PersonPicker label="Who gets them" value={heir} onChange={setHeir} />
      </div>
    </Dialog>
  );
}
