import { route } from '@/lib/http/route';
import { getShareOptions } from '@/lib/shares/get-share';

export const GET = route('getShareOptions', async ({ actor }) => ({
  status: 200,
  body: await getShareOptions(actor),
}));
