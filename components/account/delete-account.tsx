'use client';

import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';

const DeleteAccountDialog = lazy(() =>
  import('./delete-account-dialog').then((module) => ({ default: module.DeleteAccountDialog })),
);

/** The way out, with a door that has to be meant. */
export function DeleteAccount() {
  const [dialog, setDialog] = useState<'never' | 'open' | 'closed'>('never');
  return (
    <Section
      danger
      title="Delete your account"
      description="Removes you, your files and your links for good. This cannot be undone."
      action={
        <Button variant="danger" onClick={() => setDialog('open')}>
          Delete the account
        </Button>
      }
    >
      {dialog !== 'never' && (
        <Suspense>
          <DeleteAccountDialog
            open={dialog === 'open'}
            onOpenChange={(open) => setDialog(open ? 'open' : 'closed')}
          />
        </Suspense>
      )}
    </Section>
  );
}
