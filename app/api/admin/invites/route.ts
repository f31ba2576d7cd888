import { appOrigin } from '@/lib/http/origin';
import { route } from '@/lib/http/route';
import { createInvite, invitePath, listInvites, revokeInvite } from '@/lib/users/invites';

export const GET = route('listInvites', async () => ({
  status: 200,
  body: { items: await listInvites(), nextCursor: null },
}));

export const POST = route('createInvite', async ({ actor, body, request }) => {
  const { invite, token } = await createInvite(actor, body);
  return { status: 201, body: { invite, url: `${appOrigin(request.headers)}${invitePath(token)}` } };
});

export const DELETE = route('deleteInvite', async ({ actor, body }) => {
  await revokeInvite(actor, body.id);
  return { status: 204 };
});
