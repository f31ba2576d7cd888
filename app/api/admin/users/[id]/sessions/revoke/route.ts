import { route } from '@/lib/http/route';
import { revokeUserSessions } from '@/lib/users/people';

export const POST = route('revokeUserSessions', async ({ actor, params }) => {
  await revokeUserSessions(actor, params.id);
  return { status: 204 };
});
