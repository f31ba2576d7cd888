import { after } from 'next/server';
import { visitOf } from '@/lib/auth/visitor';
import { route } from '@/lib/http/route';
import { openPublicLink } from '@/lib/shares/public-link';
import { recordRefusal } from '@/lib/shares/visit-share';

/** Pages of any site may embed a published file; the address stays, the signature behind it is new each time. */
const embeddable = { 'cross-origin-resource-policy': 'cross-origin', 'referrer-policy': 'no-referrer' };

const openLink = route('openPublicLink', async ({ params, request }) => {
  const visit = visitOf(request.headers, params.slug);
  after(() => recordRefusal(visit, 'public'));
  return { status: 302, headers: { location: await openPublicLink(visit), ...embeddable } };
});

/** For a person who follows a dead address: a sentence instead of a problem document. */
const deadPage = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>This link is not available</title><h1>This link is not available</h1>
<p>It may have been taken back, or the address is not quite right. Ask whoever sent it for a new one.</p></html>`;

export async function GET(request: Request, context: Parameters<typeof openLink>[1]): Promise<Response> {
  const answer = await openLink(request, context);
  const isPerson = request.headers.get('accept')?.includes('text/html') ?? false;
  if (answer.status !== 404 || !isPerson) return answer;
  const headers = new Headers(answer.headers);
  headers.set('content-type', 'text/html; charset=utf-8');
  return new Response(deadPage, { status: 404, headers });
}
