import { route } from '@/lib/http/route';
import { presignUpload } from '@/lib/uploads/sign';

export const POST = route('presignUpload', async ({ actor, params, body, spend }) => {
  const { signed, ...result } = await presignUpload(actor, params.id, body);
  await spend(signed - 1);
  return { status: 200, body: result };
});
