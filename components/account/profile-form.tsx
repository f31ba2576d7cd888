'use client';

import { useMe } from '@/components/shell/use-me';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { showToast } from '@/components/ui/toast';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import { refresh } from '@/lib/api-client/refresh';
import { FormProblem } from './form-problem';
import { useSubmit } from './use-submit';

/** The name that others see. */
export function ProfileForm() {
  const { user } = useMe();
  const { pending, error, fieldError, formError, onSubmit } = useSubmit(['name'], async (values) => {
    await api('updateMe', { body: { name: values.name ?? '' } });
    refresh(queryKeys.me);
    showToast({ title: 'Your name is saved', tone: 'success' });
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex max-w-sm flex-col gap-4">
      <FormProblem message={formError} error={error} />
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        defaultValue={user.name}
        error={fieldError('name')}
      />
      <TextField label="E-mail" value={user.email} readOnly hint="You sign in with this address." />
      <Button type="submit" pending={pending} className="self-start">
        Save
      </Button>
    </form>
  );
}
