'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ShareDto } from '@/lib/contracts/shares';
import { shareName } from './share-name';
import { ShareReady } from './share-ready';

type ShareLinkDialogProps = { share: ShareDto; open: boolean; onClose: () => void };

/** The address of a link that exists, to copy or to scan. */
export const ShareLinkDialog = ({ share, open, onClose }: ShareLinkDialogProps) => (
  <Dialog
    open={open}
    onOpenChange={(next) => !next && onClose()}
    title={`Link to “${shareName(share)}”`}
    footer={
      <Button variant="primary" onClick={onClose}>
        Done
      </Button>
    }
  >
    <ShareReady share={share} />
  </Dialog>
);
