import { route } from '@/lib/http/route';
import { completeUploads } from '@/lib/uploads/complete';

export const POST = route('completeUploads', async ({ actor, body }) => ({
  status: 200,
  body: await completeUploads(actor, body.ids),
}));
