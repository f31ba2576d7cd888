import { openAdminFile } from '@/lib/admin/open-file';
import { route } from '@/lib/http/route';

export const POST = route('openAdminFile', async ({ actor, params, body }) => ({
  status: 200,
  body: { presign: await openAdminFile(actor, params.id, body.reason) },
}));
