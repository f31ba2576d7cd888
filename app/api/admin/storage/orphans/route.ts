import { findOrphans, listOrphans } from '@/lib/admin/storage';
import { route } from '@/lib/http/route';

export const GET = route('listOrphans', async ({ query }) => ({
  status: 200,
  body: await listOrphans(query),
}));

export const POST = route('findOrphans', async ({ actor }) => {
  await findOrphans(actor);
  return { status: 202 };
});
