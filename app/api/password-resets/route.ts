import { route } from '@/lib/http/route';
import { requestPasswordReset } from '@/lib/users/password-reset';

export const POST = route('requestPasswordReset', async ({ origin, body }) => {
  await requestPasswordReset(origin, body.email);
  return { status: 202 };
});
