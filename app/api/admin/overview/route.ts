import { readOverview } from '@/lib/admin/overview';
import { route } from '@/lib/http/route';

export const GET = route('getOverview', async () => ({ status: 200, body: await readOverview() }));
