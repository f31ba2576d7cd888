import { verifyFile } from '@/lib/files/verify-file';
import { route } from '@/lib/http/route';

export const POST = route('verifyFile', async ({ actor, params }) => ({
  status: 200,
  body: await verifyFile(actor, params.id),
}));
