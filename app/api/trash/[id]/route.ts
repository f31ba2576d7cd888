import { deleteTrashedFile } from '@/lib/files/trash';
import { route } from '@/lib/http/route';

export const DELETE = route('deleteTrashedFile', async ({ actor, params }) => {
  await deleteTrashedFile(actor, params.id);
  return { status: 204 };
});
