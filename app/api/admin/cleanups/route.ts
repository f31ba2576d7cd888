import { createCleanup, listCleanups } from '@/lib/admin/cleanups';
import { route } from '@/lib/http/route';

export const GET = route('listCleanups', async () => ({
  status: 200,
  body: { items: await listCleanups(), nextCursor: null },
}));

export const POST = route('createCleanup', async ({ actor, body }) => ({
  status: 202,
  body: await createCleanup(actor, body),
}));
