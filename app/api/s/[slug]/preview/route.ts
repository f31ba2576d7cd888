import { visitOf } from '@/lib/auth/visitor';
import { route } from '@/lib/http/route';
import { previewShare } from '@/lib/shares/download-share';

export const POST = route('previewShare', async ({ params, body, request }) => ({
  status: 200,
  body: { presign: await previewShare(visitOf(request.headers, params.slug), body.fileId) },
}));
