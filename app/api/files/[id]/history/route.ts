import { listHistory } from '@/lib/files/history';
import { route } from '@/lib/http/route';

export const GET = route('listFileHistory', async ({ actor, params, query }) => ({
  status: 200,
  body: await listHistory(actor, { ...params, ...query }),
}));
