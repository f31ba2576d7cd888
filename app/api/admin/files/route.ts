import { listAdminFiles } from '@/lib/admin/list-files';
import { route } from '@/lib/http/route';

export const GET = route('listAdminFiles', async ({ query }) => ({
  status: 200,
  body: await listAdminFiles(query),
}));
