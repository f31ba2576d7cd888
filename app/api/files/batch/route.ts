import { batchFiles } from '@/lib/files/batch-files';
import { route } from '@/lib/http/route';

export const POST = route('batchFiles', async ({ actor, body }) => ({
  status: 200,
  body: await batchFiles(actor, body),
}));
