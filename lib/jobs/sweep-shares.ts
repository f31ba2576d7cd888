import 'server-only';
import { recountExpired, removeEndedShares } from '@/lib/shares/remove-ended';

/** Removes links that ended a month ago and puts the counts of files right. Returns how many links went. */
export async function sweepShares(): Promise<number> {
  await recountExpired();
  return removeEndedShares({ type: 'system', job: 'sweep-shares' });
}
