import { appOrigin } from '@/lib/http/origin';
import { route } from '@/lib/http/route';
import { getShare } from '@/lib/shares/get-share';
import { revokeShare, updateShare } from '@/lib/shares/update-share';

export const GET = route('getShare', async ({ actor, params, request }) => ({
  status: 200,
  body: await getShare(actor, params.id, appOrigin(request.headers)),
}));

export const PATCH = route('updateShare', async ({ actor, params, body, request }) => ({
  status: 200,
  body: await updateShare(actor, { id: params.id, ...body }, appOrigin(request.headers)),
}));

export const DELETE = route('revokeShare', async ({ actor, params }) => {
  await revokeShare(actor, params.id);
  return { status: 204 };
});
