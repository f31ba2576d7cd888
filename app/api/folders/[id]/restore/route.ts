import { restoreFolder } from '@/lib/files/folder-trash';
import { route } from '@/lib/http/route';

export const POST = route('restoreFolder', async ({ actor, params }) => ({
  status: 200,
  body: await restoreFolder(actor, params.id),
}));
