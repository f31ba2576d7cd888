import { route } from '@/lib/http/route';
import { removeEndedShares } from '@/lib/shares/remove-ended';

export const POST = route('removeEndedShares', async ({ actor }) => ({
  status: 200,
  body: { removed: await removeEndedShares(actor) },
}));
