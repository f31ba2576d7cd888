import { getCleanup } from '@/lib/admin/cleanups';
import { route } from '@/lib/http/route';

export const GET = route('getCleanup', async ({ params }) => ({
  status: 200,
  body: await getCleanup(params.id),
}));
