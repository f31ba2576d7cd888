import { route } from '@/lib/http/route';
import { listUsers } from '@/lib/users/people';

export const GET = route('listUsers', async ({ query }) => ({ status: 200, body: await listUsers(query) }));
