import { route } from '@/lib/http/route';
import { setUp } from '@/lib/users/setup';

export const POST = route('setUp', async ({ origin, body }) => ({
  status: 201,
  body: await setUp(origin, body),
}));
