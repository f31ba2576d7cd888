'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { api } from '@/lib/api-client/api';
import { signInWithPassword } from '@/lib/api-client/session';
import { FormProblem } from './form-problem';
import { useSubmit } from './use-submit';

type SignInFormProps = {
  /** A path of ours to go to afterwards. */
  callbackUrl: string;
  /** Why the person was sent here, as a sentence. */
  notice?: string | undefined;
};

/** E-mail and password; or, when the password is forgotten, a word to the admins. */
export function SignInForm({ callbackUrl, notice }: SignInFormProps) {
  const [email, setEmail] = useState('');
  const [forgot, setForgot] = useState(false);
  if (forgot) return <ForgotForm email={email} onBack={() => setForgot(false)} />;
  return <PasswordForm {...{ callbackUrl, notice, email, setEmail }} onForgot={() => setForgot(true)} />;
}

type PasswordFormProps = SignInFormProps & {
  email: string;
  setEmail: (email: string) => void;
  onForgot: () => void;
};

function PasswordForm({ callbackUrl, notice, email, setEmail, onForgot }: PasswordFormProps) {
  const { pending, error, fieldError, formError, onSubmit } = useSubmit(
    ['email', 'password'],
    async (values) => {
      await signInWithPassword({ email: values.email ?? '', password: values.password ?? '' });
      // A full load: nothing of a signed-out page stays in memory.
      location.assign(callbackUrl);
    },
  );
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      {notice && !error && <Callout tone="warning">{notice}</Callout>}
      <FormProblem message={formError} error={error} />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={fieldError('email')}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        error={fieldError('password')}
        aside={
          <button type="button" onClick={onForgot} className="rounded-sm text-accent text-sm hover:underline">
            Forgot it?
          </button>
        }
      />
      <Button type="submit" variant="primary" pending={pending} className="mt-1">
        Sign in
      </Button>
    </form>
  );
}

function ForgotForm({ email, onBack }: { email: string; onBack: () => void }) {
  const [sent, setSent] = useState(false);
  const { pending, error, fieldError, formError, onSubmit } = useSubmit(['email'], async (values) => {
    await api('requestPasswordReset', { body: { email: values.email ?? '' } });
    setSent(true);
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      {sent ? (
        <Callout tone="success" title="Your admins have been told">
          If this address has an account, an admin will send you a link to set a new password.
        </Callout>
      ) : (
        <>
          <p className="text-muted">
            Sluice sends no mail. An admin will be asked to make a reset link for you.
          </p>
          <FormProblem message={formError} error={error} />
          <TextField
            label="E-mail"
            name="email"
            type="email"
            autoComplete="username"
            autoFocus
            defaultValue={email}
            error={fieldError('email')}
          />
          <Button type="submit" variant="primary" pending={pending}>
            Ask for a reset link
          </Button>
        </>
      )}
      <Button variant="ghost" onClick={onBack}>
        Back to sign in
      </Button>
    </form>
  );
}
