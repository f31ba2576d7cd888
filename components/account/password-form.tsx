'use client';

import { useRef } from 'react';
import { useMe } from '@/components/shell/use-me';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import { refresh } from '@/lib/api-client/refresh';
import { FormProblem } from './form-problem';
import { useSubmit } from './use-submit';

/** Changes the password, or sets the first one for people who came through a provider. */
export function PasswordForm() {
  const { hasPassword } = useMe().user;
  const form = useRef<HTMLFormElement>(null);
  const fields = ['currentPassword', 'newPassword'];
  const { pending, error, fieldError, formError, onSubmit } = useSubmit(fields, async (values) => {
    await api('changePassword', {
      body: {
        newPassword: values.newPassword ?? '',
        ...(hasPassword ? { currentPassword: values.currentPassword ?? '' } : {}),
      },
    });
    form.current?.reset();
    refresh(queryKeys.me, queryKeys.sessions);
    showToast({
      title: 'The password is changed',
      detail: 'All your other sessions have ended.',
      tone: 'success',
    });
  });
  return (
    <form ref={form} onSubmit={onSubmit} noValidate className="flex max-w-sm flex-col gap-4">
      <FormProblem message={formError} error={error} />
      {hasPassword && (
        <PasswordField
          label="Current password"
          name="currentPassword"
          autoComplete="current-password"
          error={fieldError('currentPassword')}
        />
      )}
      <PasswordField
        label="New password"
        name="newPassword"
        autoComplete="new-password"
        hint="At least 10 characters. A sentence is easiest to remember."
        error={fieldError('newPassword')}
      />
      <Button type="submit" pending={pending} className="self-start">
        {hasPassword ? 'Change the password' : 'Set a password'}
      </Button>
    </form>
  );
}
