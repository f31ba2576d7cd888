'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { DeleteUser, UserDto } from '@/lib/contracts/admin';
import { formatBytes } from '@/lib/format/bytes';
import { PersonPicker } from './person-picker';

type Fate = DeleteUser['files'];

const fates: { value: Fate; label: string; hint: string }[] = [
  {
    value: 'trash',
    label: 'Into the trash',
    hint: 'Admins can give them to somebody until the trash is emptied as the policy says.',
  },
  {
    value: 'transfer',
    label: 'To somebody else',
    hint: 'With folders and earlier versions, in a folder of its own. Links to them end.',
  },
  { value: 'delete', label: 'Delete them for good', hint: 'At once. They cannot be brought back.' },
];

/** Deletes a person, once their address is typed and it is said what becomes of their files. */
export function DeletePersonDialog({ user, onClose }: { user: UserDto; onClose: () => void }) {
  const client = useQueryClient();
  const name = useId();
  const [fate, setFate] = useState<Fate>('trash');
  const [heir, setHeir] = useState<UserDto | null>(null);
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () =>
      api('deleteUser', {
        params: { id: user.id },
        body: {
          confirmEmail: typed.trim().toLowerCase(),
          files: fate,
          ...(fate === 'transfer' && heir ? { heirId: heir.id } : {}),
        },
      }),
    onSuccess: () => {
      showToast({ title: `${user.name} is deleted`, tone: 'success' });
      onClose();
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: queryKeys.users });
      void client.invalidateQueries({ queryKey: queryKeys.adminFiles });
    },
  });
  const isReady = typed.trim().toLowerCase() === user.email && (fate !== 'transfer' || heir !== null);
  return (
    <Dialog
      alert
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${user.name}?`}
      description="They are signed out everywhere, their links and tokens end, and their name leaves the audit log. This cannot be undone."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="delete-person"
            variant="danger"
            disabled={!isReady}
            pending={remove.isPending}
          >
            Delete the person
          </Button>
        </>
      }
    >
      <form
        id="delete-person"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !remove.isPending) remove.mutate();
        }}
      >
        {remove.isError && <Callout tone="danger">{toApiError(remove.error).detail}</Callout>}
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1.5 font-medium text-sm">
            What becomes of the files ({formatBytes(user.usedBytes)})
          </legend>
          {fates.map(({ value, label, hint }) => (
            <label
              key={value}
              className="flex cursor-pointer items-start gap-3 rounded-md px-2 py-1.5 hover:bg-hover"
            >
              <input
                type="radio"
                name={name}
                checked={fate === value}
                onChange={() => setFate(value)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span>
                <span className="block">{label}</span>
                <span className="block text-pretty text-muted text-sm">{hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {fate === 'transfer' && (
          <PersonPicker label="Who gets them" value={heir} onChange={setHeir} exceptId={user.id} />
        )}
        <TextField
          label={
            <>
              Type <strong className="select-all break-all font-semibold">{user.email}</strong> to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </form>
    </Dialog>
  );
}
