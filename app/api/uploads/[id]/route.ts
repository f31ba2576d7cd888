import { route } from '@/lib/http/route';
import { cancelUpload } from '@/lib/uploads/cancel';
import { getUpload } from '@/lib/uploads/list-uploads';

export const GET = route('getUpload', async ({ actor, params }) => ({
  status: 200,
  body: await getUpload(actor, params.id),
}));

export const DELETE = route('cancelUpload', async ({ actor, params }) => {
  await cancelUpload(actor, params.id);
  return { status: 204 };
});
