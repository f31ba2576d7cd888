'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Dialog } from '@/components/ui/dialog';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import type { UserDto } from '@/lib/contracts/admin';
import { formatCount } from '@/lib/format/count';
import { PersonPicker } from '../person-picker';

type Round = { adopted: number; next: string | null };

/** Adopts every orphan that can be a file, call by call; says after each how many there are. Throws ApiError. */
async function adoptAll(ownerId: string, onProgress: (adopted: number) => void): Promise<number> {
  let adopted = 0;
  let after: string | undefined;
  do {
    const round: Round = await api('adoptOrphans', { body: { ownerId, ...(after ? { after } : {}) } });
    adopted += round.adopted;
    onProgress(adopted);
    after = round.next ?? undefined;
  } while (after);
  return adopted;
}

/** After a restored backup: objects whose rows are gone become files of somebody again. */
export function AdoptDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const [heir, setHeir] = useState<UserDto | null>(null);
  const [adopted, setAdopted] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function bringBack() {
    if (!heir) return;
    setAdopted(0);
    setProblem(null);
    try {
      const count = await adoptAll(heir.id, setAdopted);
      showToast({ title: `${formatCount(count, 'file')} brought back for ${heir.name}`, tone: 'success' });
      onClose();
    } catch (error) {
      setProblem(toApiError(error).detail);
      setAdopted(null);
    } finally {
      onDone();
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Bring objects back as files"
      description="For after a restored backup. Their names are lost with their rows: they are called by their id and by what their bytes are, in a folder “Recovered files”."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!heir}
            pending={adopted !== null}
            onClick={() => void bringBack()}
          >
            Bring them back
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && <Callout tone="danger">{problem}</Callout>}
        <PersonPicker label="Whose files they become" value={heir} onChange={setHeir} />
        {adopted !== null && <p role="status">{formatCount(adopted, 'file')} so far …</p>}
      </div>
    </Dialog>
  );
}
