import { route } from '@/lib/http/route';
import { completeAvatar } from '@/lib/users/avatar';

export const POST = route('completeAvatar', async ({ actor, body }) => ({
  status: 200,
  body: await completeAvatar(actor, body.id),
}));
