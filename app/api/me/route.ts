import { deleteAccount } from '@/lib/accounts/delete-account';
import { route } from '@/lib/http/route';
import { getMe } from '@/lib/users/me';
import { updateMe } from '@/lib/users/profile';

export const GET = route('getMe', async ({ actor }) => ({ status: 200, body: await getMe(actor) }));

export const PATCH = route('updateMe', async ({ actor, body }) => ({
  status: 200,
  body: await updateMe(actor, body),
}));

export const DELETE = route('deleteMe', async ({ actor, body }) => {
  await deleteAccount(actor, body);
  return { status: 204 };
});
