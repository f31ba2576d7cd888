import 'server-only';
import { Policy } from '@/lib/contracts/policy';
import { getSetting } from '@/lib/platform/settings';

/** What the admins decided, or the defaults. At most half a second old. */
export function getPolicy(): Promise<Policy> {
  return getSetting('policy', Policy);
}
