import { batchAdminFiles } from '@/lib/admin/batch-files';
import { route } from '@/lib/http/route';

export const POST = route('batchAdminFiles', async ({ actor, body }) => ({
  status: 200,
  body: await batchAdminFiles(actor, body),
}));
