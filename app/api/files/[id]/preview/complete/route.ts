import { completeFilePreview } from '@/lib/files/previews';
import { route } from '@/lib/http/route';

export const POST = route(
  'completeFilePreview',
  async ({ actor, params, body: { id: previewId, ...seen } }) => ({
    status: 200,
    body: await completeFilePreview(actor, { fileId: params.id, previewId, ...seen }),
  }),
);
