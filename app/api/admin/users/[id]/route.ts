import { deleteUser } from '@/lib/accounts/delete-account';
import { route } from '@/lib/http/route';
import { getUser, updateUser } from '@/lib/users/people';

export const GET = route('getUser', async ({ params }) => ({ status: 200, body: await getUser(params.id) }));

export const PATCH = route('updateUser', async ({ actor, params, body }) => ({
  status: 200,
  body: await updateUser(actor, params.id, body),
}));

export const DELETE = route('deleteUser', async ({ actor, params, body }) => {
  await deleteUser(actor, params.id, body);
  return { status: 204 };
});
