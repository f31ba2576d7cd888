import { listVersions } from '@/lib/files/versions';
import { route } from '@/lib/http/route';

export const GET = route('listFileVersions', async ({ actor, params }) => ({
  status: 200,
  body: await listVersions(actor, params.id),
}));
