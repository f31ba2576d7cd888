'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { lazyPart } from '@/components/ui/lazy-part';
import { Section } from '@/components/ui/section';

const DeleteAccountDialog = lazyPart(() =>
  import('./delete-account-dialog').then((module) => module.DeleteAccountDialog),
);

/** The way out, with a door that has to be meant. */
export function DeleteAccount() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      danger
      title="Delete your account"
      description="Removes you, your files and your links for good. This cannot be undone."
      action={
        <Button variant="danger" onClick={() => setOpen(true)}>
          Delete the account
        </Button>
      }
    >
      <DeleteAccountDialog open={isOpen} onOpenChange={setOpen} />
    </Section>
  );
}
