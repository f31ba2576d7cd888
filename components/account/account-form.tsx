'use client';

import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { api } from '@/lib/api-client/api';
import { signInWithPassword } from '@/lib/api-client/session';
import { FormProblem } from './form-problem';
import { useSubmit } from './use-submit';

/** Which door the new account comes in by. */
export type Way =
  | { kind: 'setup' }
  | { kind: 'register' }
  | { kind: 'invite'; token: string; email: string | null };

type NewAccount = { name: string; email: string; password: string };

async function create(way: Way, account: NewAccount, code: string): Promise<void> {
  switch (way.kind) {
    case 'setup':
      await api('setUp', { body: { ...account, code } });
      return;
    case 'register':
      await api('register', { body: account });
      return;
    case 'invite':
      await api('acceptInvite', { params: { token: way.token }, body: account });
      return;
    default:
      way satisfies never;
  }
}

const fields = ['code', 'name', 'email', 'password'];

/** Name, e-mail and password of a new account; set-up asks for the terminal's code first. Signs in when it is made. */
export function AccountForm({ way }: { way: Way }) {
  const { pending, error, fieldError, formError, onSubmit } = useSubmit(fields, async (values) => {
    const account = { name: values.name ?? '', email: values.email ?? '', password: values.password ?? '' };
    await create(way, account, values.code ?? '');
    await signInWithPassword(account);
    location.assign('/');
  });
  const isSetUp = way.kind === 'setup';
  const invitedEmail = way.kind === 'invite' ? way.email : null;
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <FormProblem message={formError} error={error} />
      {isSetUp && (
        <TextField
          label="One-time code"
          name="code"
          hint="The terminal in which you started Sluice shows it."
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          className="font-mono"
          error={fieldError('code')}
        />
      )}
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        autoFocus={!isSetUp}
        error={fieldError('name')}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={invitedEmail ?? undefined}
        readOnly={invitedEmail !== null}
        hint={invitedEmail === null ? undefined : 'The invitation is for this address.'}
        error={fieldError('email')}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        hint="At least 10 characters. A sentence is easiest to remember."
        error={fieldError('password')}
      />
      <Button type="submit" variant="primary" pending={pending} className="mt-1">
        {isSetUp ? 'Create the first admin' : 'Create the account'}
      </Button>
    </form>
  );
}
