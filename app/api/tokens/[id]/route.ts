import { route } from '@/lib/http/route';
import { revokeToken } from '@/lib/tokens/tokens';

export const DELETE = route('revokeToken', async ({ actor, params }) => {
  await revokeToken(actor, params.id);
  return { status: 204 };
});
