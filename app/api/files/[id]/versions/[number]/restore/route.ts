import { restoreVersion } from '@/lib/files/versions';
import { route } from '@/lib/http/route';

export const POST = route('restoreFileVersion', async ({ actor, params }) => ({
  status: 200,
  body: await restoreVersion(actor, params),
}));
