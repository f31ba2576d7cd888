import { runCleanup } from '@/lib/admin/cleanups';
import { route } from '@/lib/http/route';

export const POST = route('runCleanup', async ({ actor, params }) => ({
  status: 202,
  body: await runCleanup(actor, params.id),
}));
