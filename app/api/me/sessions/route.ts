import { route } from '@/lib/http/route';
import { endOtherSessions, listSessions } from '@/lib/users/sessions';

export const GET = route('listSessions', async ({ actor }) => ({
  status: 200,
  body: { items: await listSessions(actor), nextCursor: null },
}));

export const DELETE = route('revokeOtherSessions', async ({ actor }) => {
  await endOtherSessions(actor);
  return { status: 204 };
});
