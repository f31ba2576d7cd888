import { presignFile } from '@/lib/files/presign-files';
import { route } from '@/lib/http/route';

export const GET = route('downloadFile', async ({ actor, params }) => {
  const { url } = await presignFile(actor, params.id, { disposition: 'attachment' });
  return { status: 302, headers: { location: url } };
});
