import { route } from '@/lib/http/route';
import { exportShareEvents, listShareEvents } from '@/lib/shares/share-events';

const wantsCsv = (headers: Headers): boolean => /^\s*text\/csv\b/i.test(headers.get('accept') ?? '');

export const GET = route('listShareEvents', async ({ actor, params, query, request }) => {
  if (!wantsCsv(request.headers)) {
    return { status: 200, body: await listShareEvents(actor, { id: params.id, ...query }) };
  }
  return {
    status: 200,
    stream: { type: 'text/csv; charset=utf-8', content: await exportShareEvents(actor, params.id) },
    headers: { 'content-disposition': 'attachment; filename="link-events.csv"' },
  };
});
