import { route } from '@/lib/http/route';
import { completeUpload } from '@/lib/uploads/complete';

export const POST = route('completeUpload', async ({ actor, params, body }) => {
  const completion = await completeUpload(actor, params.id, body.parts ?? [], body.checksums);
  if ('file' in completion) return { status: 200, body: completion };
  return { status: 202, body: completion, headers: { 'retry-after': '2' } };
});
