import { adoptOrphans } from '@/lib/admin/adopt-orphans';
import { route } from '@/lib/http/route';

export const POST = route('adoptOrphans', async ({ actor, body }) => ({
  status: 200,
  body: await adoptOrphans(actor, body),
}));
