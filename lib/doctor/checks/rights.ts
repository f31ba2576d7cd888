import 'server-only';
import { probeExtraRights } from '@/lib/storage/probe/rights';
import { type Check, faulty, fromError, passed } from '../check';
import { rightsSteps } from '../mend';

/** Rights beyond the least policy: what a stolen key could do outside of Sluice's prefix. */
export const checkExtraRights: Check = async ({ on, provider }) => {
  const about = {
    id: 'extra-rights',
    title: 'The key may do no more than it needs',
    tried: 'Asked for what the least policy does not give, by requests that change nothing',
  };
  if (on.config.embedded)
    return passed(
      about,
      'not asked',
      'The embedded bucket is Sluice’s alone, and its key never leaves the server.',
    );
  try {
    const rights = await probeExtraRights(on);
    if (rights.length === 0)
      return passed(about, 'all refused', 'A stolen key could do no more than Sluice.');
    return faulty(about, {
      status: 'warning',
      code: 'extra_rights',
      cameBack: `allowed: ${rights.join(', ')}`,
      means: 'Sluice works. Whoever gets hold of this key can do more than Sluice needs.',
      mend: `Give the key the least policy from Admin → Storage → Least rights, and nothing else: ${rightsSteps[provider]}.`,
    });
  } catch (error) {
    return fromError(about, error, provider);
  }
};
