import { presignFiles } from '@/lib/files/presign-files';
import { route } from '@/lib/http/route';

export const POST = route('presignFiles', async ({ actor, body, spend }) => {
  await spend(body.ids.length - 1);
  return { status: 200, body: await presignFiles(actor, body) };
});
