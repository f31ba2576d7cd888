import { route } from '@/lib/http/route';
import { presignUpload } from '@/lib/uploads/sign';

export const POST = route('presignUpload', async ({ actor, params, body, spend }) => {
  await spend((body.partNumbers?.length ?? 1) - 1);
  const result = await presignUpload(actor, params.id, body);
  return { status: 200, body: result };
});
