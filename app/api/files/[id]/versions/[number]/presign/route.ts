import { presignVersion } from '@/lib/files/versions';
import { route } from '@/lib/http/route';

export const POST = route('presignFileVersion', async ({ actor, params, body }) => ({
  status: 200,
  body: { presign: await presignVersion(actor, { ...params, ...body }) },
}));
