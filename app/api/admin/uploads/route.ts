import { listAdminUploads } from '@/lib/admin/list-uploads';
import { route } from '@/lib/http/route';

export const GET = route('listAdminUploads', async ({ query }) => ({
  status: 200,
  body: await listAdminUploads(query),
}));
