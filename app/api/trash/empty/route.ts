import { emptyTrash } from '@/lib/files/trash';
import { route } from '@/lib/http/route';

export const POST = route('emptyTrash', async ({ actor }) => ({
  status: 200,
  body: await emptyTrash(actor),
}));
