'use client';

import { type FormEvent, useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { toApiError } from '@/lib/api-client/api-error';
import type { GalleryActions } from './actions';
import { nameProblem } from './name-problem';

type NewFolderDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  parentId: string | null;
  actions: GalleryActions;
};

/** Asks for a folder's name. */
export function NewFolderDialog({ open, onOpenChange, parentId, actions }: NewFolderDialogProps) {
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const [pending, setPending] = useState(false);

  async function create(event: FormEvent) {
    event.preventDefault();
    const chosen = name.trim().normalize('NFC');
    const refusal = nameProblem(chosen);
    if (refusal) return setProblem(refusal);
    setPending(true);
    try {
      await actions.createFolder(chosen, parentId);
      onOpenChange(false);
    } catch (error) {
      setProblem(toApiError(error).detail);
      field.current?.focus();
    } finally {
      setPending(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New folder"
      size="sm"
      initialFocus={field}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={pending}>
            Create
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={create}>
        <TextField
          ref={field}
          label="Name"
          value={name}
          error={problem}
          autoComplete="off"
          onChange={(event) => {
            setName(event.target.value);
            setProblem(undefined);
          }}
        />
      </form>
    </Dialog>
  );
}
