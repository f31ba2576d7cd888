'use client';

import { useState } from 'react';
import { useMe } from '@/components/shell/use-me';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { api } from '@/lib/api-client/api';
import { FormProblem } from './form-problem';
import { useSubmit } from './use-submit';

type DeleteAccountDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

const formId = 'delete-account';

/** Typed address and password, then the account is gone. */
export function DeleteAccountDialog({ open, onOpenChange }: DeleteAccountDialogProps) {
  const { email, hasPassword } = useMe().user;
  const [typed, setTyped] = useState('');
  const fields = ['confirmEmail', 'password'];
  const { pending, error, fieldError, formError, onSubmit } = useSubmit(fields, async (values) => {
    await api('deleteMe', {
      body: { confirmEmail: typed, ...(hasPassword ? { password: values.password ?? '' } : {}) },
    });
    location.assign('/sign-in');
  });
  return (
    <Dialog
      alert
      open={open}
      onOpenChange={onOpenChange}
      title="Delete your account?"
      description="Your files, links and history of links stop working at once and are removed for good."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep the account</Button>
          <Button
            type="submit"
            form={formId}
            variant="danger"
            pending={pending}
            disabled={typed.trim().toLowerCase() !== email}
          >
            Delete for good
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <FormProblem message={formError} error={error} />
        <TextField
          label={
            <>
              Type <strong className="select-all font-semibold">{email}</strong> to confirm
            </>
          }
          name="confirmEmail"
          type="email"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={fieldError('confirmEmail')}
        />
        {hasPassword && (
          <PasswordField
            label="Your password"
            name="password"
            autoComplete="current-password"
            error={fieldError('password')}
          />
        )}
      </form>
    </Dialog>
  );
}
