'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Callout } from '@/components/ui/callout';
import { PasswordField } from '@/components/ui/password-field';
import { api } from '@/lib/api-client/api';
import { FormProblem } from './form-problem';
import { useSubmit } from './use-submit';

/** A new password by a reset link. */
export function ResetForm({ token }: { token: string }) {
  const [isDone, setDone] = useState(false);
  const { pending, error, fieldError, formError, onSubmit } = useSubmit(['password'], async (values) => {
    await api('resetPassword', { params: { token }, body: { password: values.password ?? '' } });
    setDone(true);
  });
  if (isDone) {
    return (
      <div className="flex flex-col gap-4">
        <Callout tone="success" title="The new password is set">
          You are signed out everywhere else.
        </Callout>
        <ButtonLink href="/sign-in" variant="primary">
          Sign in
        </ButtonLink>
      </div>
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <FormProblem message={formError} error={error} />
      <PasswordField
        label="New password"
        name="password"
        autoComplete="new-password"
        autoFocus
        hint="At least 10 characters. A sentence is easiest to remember."
        error={fieldError('password')}
      />
      <Button type="submit" variant="primary" pending={pending}>
        Set the password
      </Button>
    </form>
  );
}
