import { listFiles } from '@/lib/files/list-files';
import { route } from '@/lib/http/route';

export const GET = route('listFiles', async ({ actor, query }) => ({
  status: 200,
  body: await listFiles(actor, query),
}));
