import { after } from 'next/server';
import { visitOf } from '@/lib/auth/visitor';
import { route } from '@/lib/http/route';
import { openPublicLink } from '@/lib/shares/public-link';
import { recordRefusal } from '@/lib/shares/visit-share';

/** Pages of any site may embed a published file; the address stays, the signature behind it is new each time. */
const embeddable = { 'cross-origin-resource-policy': 'cross-origin', 'referrer-policy': 'no-referrer' };

export const GET = route('openPublicLink', async ({ params, request }) => {
  const visit = visitOf(request.headers, params.slug);
  after(() => recordRefusal(visit, 'public'));
  return { status: 302, headers: { location: await openPublicLink(visit), ...embeddable } };
});
