import { route } from '@/lib/http/route';
import { getUser, updateUser } from '@/lib/users/people';

export const GET = route('getUser', async ({ params }) => ({ status: 200, body: await getUser(params.id) }));

export const PATCH = route('updateUser', async ({ actor, params, body }) => ({
  status: 200,
  body: await updateUser(actor, params.id, body),
}));
