import { presignFile } from '@/lib/files/presign-files';
import { route } from '@/lib/http/route';

export const POST = route('presignFile', async ({ actor, params, body }) => ({
  status: 200,
  body: { presign: await presignFile(actor, params.id, body) },
}));
