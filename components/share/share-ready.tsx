'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { CopyField } from '@/components/ui/copy-field';
import { lazyPart } from '@/components/ui/lazy-part';
import { Skeleton } from '@/components/ui/skeleton';
import type { ShareDto } from '@/lib/contracts/shares';
import { whoCanOpen } from './share-draft';

const QrCode = lazyPart(
  () => import('./qr-code').then((module) => module.QrCode),
  () => <Skeleton className="size-40" />,
);

/** A link to pass on: the address, who can open it, a code for the phone beside it, and what it hands out. */
export function ShareReady({ share }: { share: ShareDto }) {
  const [code, setCode] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <CopyField
        label={share.kind === 'public' ? 'Address' : 'Link'}
        value={share.url}
        hint={whoCanOpen(share)}
      />
      {code ? (
        <QrCode text={share.url} label="QR code of the link" />
      ) : (
        <Button size="sm" className="self-start" onClick={() => setCode(true)}>
          Show a QR code
        </Button>
      )}
      <p className="text-pretty text-muted text-sm">
        The link itself holds no file. Each download gets a signed URL of its own: whoever holds that URL can
        use it, for 60 seconds. Revoking the link ends everything else at once.
      </p>
    </div>
  );
}
