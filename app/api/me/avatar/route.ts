import { route } from '@/lib/http/route';
import { createAvatar, deleteAvatar } from '@/lib/users/avatar';

export const POST = route('createAvatar', async ({ actor, body }) => ({
  status: 201,
  body: await createAvatar(actor, body),
}));

export const DELETE = route('deleteAvatar', async ({ actor }) => {
  await deleteAvatar(actor);
  return { status: 204 };
});
