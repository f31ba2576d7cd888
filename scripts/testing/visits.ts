import type { Visit } from '@/lib/shares/open-share';
import { testOrigin } from './people';

/** Somebody who follows the link slug for the first time, from an address of their own. */
export const newVisit = (slug: string, given: Partial<Visit> = {}): Visit => ({
  slug,
  visitorId: null,
  unlockOf: () => null,
  origin: testOrigin(),
  ...given,
});
