'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { CopyField } from '@/components/ui/copy-field';
import { Dialog } from '@/components/ui/dialog';
import { Field, TextField } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import { formatSpan } from '@/lib/format/duration';
import { quotaProblem, readQuota } from './quota';

const day = 86_400;
const lives = [day, 7 * day, 30 * day].map((seconds) => ({
  value: String(seconds),
  label: formatSpan(seconds),
}));
const roles = [
  { value: 'user', label: 'Member' },
  { value: 'admin', label: 'Admin' },
] as const;

type InviteDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes an invitation and shows its link, once. */
export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  const client = useQueryClient();
  const [role, setRole] = useState<(typeof roles)[number]['value']>('user');
  const [life, setLife] = useState(String(7 * day));
  const [email, setEmail] = useState('');
  const [quota, setQuota] = useState('');
  const quotaBytes = readQuota(quota);

  const create = useMutation({
    mutationFn: () =>
      api('createInvite', {
        body: {
          role,
          expiresIn: Number(life),
          ...(email.trim() ? { email } : {}),
          ...(typeof quotaBytes === 'number' ? { quotaBytes } : {}),
        },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.invites }),
  });
  const problem = create.isError ? toApiError(create.error) : undefined;
  const emailProblem = problem?.fieldMessage('email');

  function close(next: boolean) {
    onOpenChange(next);
    if (next) return;
    create.reset();
    setEmail('');
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (quotaBytes !== undefined && !create.isPending) create.mutate();
  }

  if (create.isSuccess) {
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title="The invitation is ready"
        description="Sluice sends no mail: pass the link on yourself. It works once."
        footer={
          <>
            <Button onClick={() => create.reset()}>Invite another</Button>
            <Button variant="primary" onClick={() => close(false)}>
              Done
            </Button>
          </>
        }
      >
        <CopyField
          label="Link"
          value={create.data.url}
          hint={`Shown only now. Ends in ${formatSpan(Number(life))}.`}
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Invite somebody"
      description="They get a link with which they make their account."
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" form="invite-form" variant="primary" pending={create.isPending}>
            Make the link
          </Button>
        </>
      }
    >
      <form id="invite-form" noValidate onSubmit={submit} className="flex flex-col gap-4">
        {problem && !emailProblem && <Callout tone="danger">{problem.detail}</Callout>}
        <TextField
          label="E-mail"
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          hint="Optional. With an address, only that address can use the link."
          error={emailProblem}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Role">
            {(control) => <Select {...control} value={role} options={roles} onValueChange={setRole} />}
          </Field>
          <Field label="Link works for">
            {(control) => <Select {...control} value={life} options={lives} onValueChange={setLife} />}
          </Field>
        </div>
        <TextField
          label="Quota"
          placeholder="As the policy says"
          value={quota}
          onChange={(event) => setQuota(event.target.value)}
          hint="A size such as 20 GB."
          error={quotaBytes === undefined ? quotaProblem : undefined}
        />
      </form>
    </Dialog>
  );
}
