import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { rateLimited } from '@/lib/contracts/errors';
import type { RateClass } from '@/lib/contracts/routes/definition';
import { consume, type RateDecision } from '@/lib/platform/rate-limit';
import { getPolicy } from '@/lib/users/policy';

const minute = 60;

type Spend = { actor: UserActor | null; address: string; rate: RateClass; points?: number };

/**
 * Counts a call of the class for its token, person or address. A token with a limit of its own has each call counted
 * against that too, whatever its class. Throws rate_limited. Null where nothing is counted.
 */
export async function spend({ actor, address, rate, points }: Spend): Promise<RateDecision | null> {
  if (rate === 'none') return null;
  const policy = await getPolicy();
  const who = actor?.token ? `t:${actor.token.id}` : actor ? `u:${actor.userId}` : `a:${address}`;
  const own = actor?.token?.perMinute ?? null;
  const isCall = rate === 'read' || rate === 'write';
  // Further points are URLs of a call that has been counted.
  if (own !== null && !isCall && points === undefined) await take({ key: `call:${who}`, limit: own });
  if (isCall) return take({ key: `call:${who}`, limit: own ?? policy.requestsPerMinute, points });
  const limit = rate === 'sign' ? policy.urlsPerMinute : policy.authTriesPerMinute;
  return take({ key: `${rate}:${who}`, limit, points });
}

async function take(counted: {
  key: string;
  limit: number;
  points?: number | undefined;
}): Promise<RateDecision> {
  const decision = await consume({ ...counted, points: counted.points ?? 1, windowSeconds: minute });
  if (!decision.allowed) throw rateLimited(decision.resetSeconds);
  return decision;
}

/** Headers of draft-ietf-httpapi-ratelimit-headers. */
export function rateHeaders(decision: RateDecision | null): Record<string, string> {
  if (!decision) return {};
  return {
    RateLimit: `"default";r=${decision.remaining};t=${decision.resetSeconds}`,
    'RateLimit-Policy': `"default";q=${decision.limit};w=${decision.windowSeconds}`,
  };
}
