import { changePolicy, readPolicy } from '@/lib/admin/policy';
import { ifMatchVersion } from '@/lib/http/if-match';
import { route } from '@/lib/http/route';

export const GET = route('getPolicy', async () => {
  const state = await readPolicy();
  return { status: 200, body: state, headers: { etag: `"${state.version}"` } };
});

export const PUT = route('putPolicy', async ({ actor, body, request }) => {
  const state = await changePolicy(actor, { policy: body, ifVersion: ifMatchVersion(request.headers) });
  return { status: 200, body: state, headers: { etag: `"${state.version}"` } };
});
