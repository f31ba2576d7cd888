import { retryJob } from '@/lib/admin/jobs';
import { route } from '@/lib/http/route';

export const POST = route('retryJob', async ({ actor, params }) => {
  await retryJob(actor, params.id);
  return { status: 202 };
});
