import { route } from '@/lib/http/route';
import { acceptInvite } from '@/lib/users/invites';

export const POST = route('acceptInvite', async ({ origin, params, body }) => ({
  status: 201,
  body: await acceptInvite({ token: params.token, body, origin }),
}));
