import { route } from '@/lib/http/route';
import { getMe } from '@/lib/users/me';

export const GET = route('getMe', async ({ actor }) => ({ status: 200, body: await getMe(actor) }));
