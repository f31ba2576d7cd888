import { route } from '@/lib/http/route';
import { changePassword } from '@/lib/users/password';

export const POST = route('changePassword', async ({ actor, body }) => {
  await changePassword(actor, body);
  return { status: 204 };
});
