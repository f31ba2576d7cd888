import { route } from '@/lib/http/route';
import { endSession } from '@/lib/users/sessions';

export const DELETE = route('revokeSession', async ({ actor, params }) => {
  await endSession(actor, params.id);
  return { status: 204 };
});
