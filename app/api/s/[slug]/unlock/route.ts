import { setUnlockCookie, visitOf } from '@/lib/auth/visitor';
import { withPlainForm } from '@/lib/http/plain-form';
import { route } from '@/lib/http/route';
import { unlockShare } from '@/lib/shares/unlock-share';
import { sharePage } from '../share-page';

const unlock = route('unlockShare', async ({ params, body, request }) => {
  const unlocked = await unlockShare(visitOf(request.headers, params.slug), body.password);
  return { status: 204, ...(unlocked ? { headers: { 'set-cookie': setUnlockCookie(unlocked) } } : {}) };
});

/** A plain form, which works without JavaScript, comes back to the page. */
export const POST = withPlainForm(unlock, {
  next: (_answer, context) => sharePage(context),
  failed: (answer, context) => sharePage(context, answer.status === 429 ? 'rate' : 'password'),
});
