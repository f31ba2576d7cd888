import { createFilePreview } from '@/lib/files/previews';
import { route } from '@/lib/http/route';

export const POST = route('createFilePreview', async ({ actor, params, body }) => ({
  status: 201,
  body: await createFilePreview(actor, { fileId: params.id, ...body }),
}));
