import { visitOf } from '@/lib/auth/visitor';
import { route } from '@/lib/http/route';
import { listShareItems } from '@/lib/shares/visit-share';

export const GET = route('listShareItems', async ({ params, query, request }) => ({
  status: 200,
  body: await listShareItems(visitOf(request.headers, params.slug), query),
}));
