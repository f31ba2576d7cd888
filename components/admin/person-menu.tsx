'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  Ban,
  CircleCheck,
  Ellipsis,
  HardDrive,
  KeyRound,
  LogOut,
  ShieldCheck,
  ShieldOff,
  UserRoundX,
} from 'lucide-react';
import { useMe } from '@/components/shell/use-me';
import { MenuButton } from '@/components/ui/menu';
import { showError } from '@/components/ui/show-error';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { UpdateUser, UserDto } from '@/lib/contracts/admin';
import type { PersonDialog } from './person-dialogs';

type Change = { change: UpdateUser; done: string };

/** What an admin can do with one person. What can be taken back happens at once, with undo; the rest asks. */
export function PersonMenu({
  user,
  openDialog,
}: {
  user: UserDto;
  openDialog: (dialog: PersonDialog) => void;
}) {
  const client = useQueryClient();
  const isMyself = useMe().user.id === user.id;
  const update = useMutation({
    mutationFn: ({ change }: Change) => api('updateUser', { params: { id: user.id }, body: change }),
    onSuccess: (_, { change, done }) => {
      const before = Object.fromEntries(
        Object.keys(change).map((key) => [key, user[key as keyof UpdateUser]]),
      ) as UpdateUser;
      showToast({
        id: `user-${user.id}`,
        title: done,
        action: { label: 'Undo', onAction: () => update.mutate({ change: before, done: 'Undone' }) },
      });
    },
    onError: (error) => showError('Nothing was changed', error),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.users }),
  });

  const isAdmin = user.role === 'admin';
  const isDisabled = user.status === 'disabled';
  return (
    <MenuButton
      label={`Actions for ${user.name}`}
      iconOnly
      className="inline-flex size-control items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-text aria-expanded:bg-hover"
      items={[
        {
          id: 'quota',
          label: 'Change the quota…',
          icon: <HardDrive aria-hidden />,
          onSelect: () => openDialog({ kind: 'quota', user }),
        },
        {
          id: 'role',
          label: isAdmin ? 'Make a member' : 'Make an admin',
          icon: isAdmin ? <ShieldOff aria-hidden /> : <ShieldCheck aria-hidden />,
          disabled: isMyself,
          onSelect: () =>
            update.mutate({
              change: { role: isAdmin ? 'user' : 'admin' },
              done: `${user.name} is ${isAdmin ? 'a member' : 'an admin'} now`,
            }),
        },
        { id: 'before-access', separator: true },
        {
          id: 'reset',
          label: 'Make a password reset link…',
          icon: <KeyRound aria-hidden />,
          onSelect: () => openDialog({ kind: 'reset', user }),
        },
        {
          id: 'sessions',
          label: 'End all sessions…',
          icon: <LogOut aria-hidden />,
          onSelect: () => openDialog({ kind: 'sessions', user }),
        },
        {
          id: 'status',
          label: isDisabled ? 'Enable' : 'Disable',
          icon: isDisabled ? <CircleCheck aria-hidden /> : <Ban aria-hidden />,
          danger: !isDisabled,
          disabled: isMyself,
          onSelect: () =>
            update.mutate({
              change: { status: isDisabled ? 'active' : 'disabled' },
              done: isDisabled ? `${user.name} can sign in again` : `${user.name} is locked out`,
            }),
        },
        {
          id: 'delete',
          label: 'Delete…',
          icon: <UserRoundX aria-hidden />,
          danger: true,
          disabled: isMyself,
          onSelect: () => openDialog({ kind: 'delete', user }),
        },
      ]}
    >
      <Ellipsis aria-hidden className="size-4" />
    </MenuButton>
  );
}
