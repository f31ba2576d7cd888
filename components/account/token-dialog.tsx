'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMe } from '@/components/shell/use-me';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Checkbox } from '@/components/ui/checkbox';
import { CopyField } from '@/components/ui/copy-field';
import { Dialog } from '@/components/ui/dialog';
import { Field, TextField } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/api-client/api';
import { toApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { Scope } from '@/lib/contracts/scopes';
import { formatSpan } from '@/lib/format/duration';
import { scopeTexts } from './scopes';

const day = 86_400;
const forever = 'never';
const lives = [
  ...[7, 30, 90, 365].map((days) => ({ value: String(days * day), label: formatSpan(days * day) })),
  { value: forever, label: 'Until I revoke it' },
];

type TokenDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes a token and shows its secret, once. */
export function TokenDialog({ open, onOpenChange }: TokenDialogProps) {
  const client = useQueryClient();
  const { role } = useMe().user;
  const [name, setName] = useState('');
  const [life, setLife] = useState(String(90 * day));
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set(['files:read']));

  const create = useMutation({
    mutationFn: () =>
      api('createToken', {
        body: { name, scopes: [...scopes], expiresIn: life === forever ? null : Number(life) },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.tokens }),
  });
  const problem = create.isError ? toApiError(create.error) : undefined;
  const nameProblem = problem?.fieldMessage('name');
  const scopeProblem = problem?.fieldMessage('scopes');

  function close(next: boolean) {
    onOpenChange(next);
    if (next) return;
    create.reset();
    setName('');
  }
  function toggle(scope: Scope, on: boolean) {
    const next = new Set(scopes);
    if (on) next.add(scope);
    else next.delete(scope);
    setScopes(next);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  }

  if (create.isSuccess) {
    return (
      <Dialog
        alert
        open={open}
        onOpenChange={close}
        title="Copy the token now"
        description="Only its hash is kept: it cannot be shown again."
        footer={
          <Button variant="primary" onClick={() => close(false)}>
            I have copied it
          </Button>
        }
      >
        <CopyField label="Token" value={create.data.secret} hint="Send it as “Authorization: Bearer …”." />
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Make an API token"
      footer={
        <>
          <Button onClick={() => close(false)}>Cancel</Button>
          <Button type="submit" form="token-form" variant="primary" pending={create.isPending}>
            Make the token
          </Button>
        </>
      }
    >
      <form id="token-form" noValidate onSubmit={submit} className="flex flex-col gap-5">
        {problem && !nameProblem && !scopeProblem && <Callout tone="danger">{problem.detail}</Callout>}
        <TextField
          label="Name"
          placeholder="Backup script"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          hint="Says in lists and in the history who called."
          error={nameProblem}
        />
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-3 font-medium text-sm">It may</legend>
          {scopeTexts
            .filter((entry) => !entry.adminOnly || role === 'admin')
            .map((entry) => (
              <ScopeRow
                key={entry.scope}
                {...entry}
                checked={scopes.has(entry.scope)}
                onCheckedChange={(on) => toggle(entry.scope, on)}
              />
            ))}
          {scopeProblem && <p className="text-danger text-sm">{scopeProblem}</p>}
        </fieldset>
        <Field label="It works for">
          {(control) => <Select {...control} value={life} options={lives} onValueChange={setLife} />}
        </Field>
      </form>
    </Dialog>
  );
}

type ScopeRowProps = {
  scope: Scope;
  label: string;
  hint: string;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
};

const ScopeRow = ({ scope, label, hint, checked, onCheckedChange }: ScopeRowProps) => (
  <div className="flex items-start gap-3">
    <Checkbox
      id={`scope-${scope}`}
      checked={checked}
      onCheckedChange={onCheckedChange}
      aria-describedby={`scope-${scope}-hint`}
      className="mt-0.5"
    />
    <div>
      <label htmlFor={`scope-${scope}`} className="font-medium">
        {label}
      </label>
      <p id={`scope-${scope}-hint`} className="text-muted text-sm">
        {hint}
      </p>
    </div>
  </div>
);
