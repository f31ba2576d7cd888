import { route } from '@/lib/http/route';
import { resetPassword } from '@/lib/users/password-reset';

export const POST = route('resetPassword', async ({ origin, params, body }) => {
  await resetPassword(params.token, body.password, origin);
  return { status: 204 };
});
