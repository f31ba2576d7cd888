import { zipManifest } from '@/lib/files/zip-manifest';
import { route } from '@/lib/http/route';

export const POST = route('createZip', async ({ actor, body }) => ({
  status: 200,
  body: await zipManifest(actor, body),
}));
