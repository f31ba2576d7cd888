import { route } from '@/lib/http/route';
import { register } from '@/lib/users/register';

export const POST = route('register', async ({ origin, body }) => ({
  status: 201,
  body: await register(origin, body),
}));
