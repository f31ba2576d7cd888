import { appOrigin } from '@/lib/http/origin';
import { route } from '@/lib/http/route';
import { createShare } from '@/lib/shares/create-share';
import { getShare, listShares } from '@/lib/shares/get-share';

export const GET = route('listShares', async ({ actor, query, request }) => ({
  status: 200,
  body: await listShares(actor, query, appOrigin(request.headers)),
}));

export const POST = route(
  'createShare',
  async ({ actor, body, request }) => {
    const share = await createShare(actor, body, appOrigin(request.headers));
    return { status: 201, body: share, reference: share.id };
  },
  {
    replay: async ({ actor, request }, reference) => ({
      status: 201,
      body: await getShare(actor, String(reference), appOrigin(request.headers)),
    }),
  },
);
