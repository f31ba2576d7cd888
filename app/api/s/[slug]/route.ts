import { after } from 'next/server';
import { visitOf } from '@/lib/auth/visitor';
import { route } from '@/lib/http/route';
import { recordRefusal, visitShare } from '@/lib/shares/visit-share';

export const GET = route('visitShare', async ({ params, request }) => {
  const visit = visitOf(request.headers, params.slug);
  after(() => recordRefusal(visit));
  return { status: 200, body: await visitShare(visit) };
});
