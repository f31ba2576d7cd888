import { appOrigin } from '@/lib/http/origin';
import { route } from '@/lib/http/route';
import { createPasswordReset, resetPath } from '@/lib/users/password-reset';

export const POST = route('createUserPasswordReset', async ({ actor, params, request }) => ({
  status: 201,
  body: { url: `${appOrigin(request.headers)}${resetPath(await createPasswordReset(actor, params.id))}` },
}));
