import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { rateLimited } from '@/lib/contracts/errors';
import type { RateClass } from '@/lib/contracts/routes/definition';
import { consume, type RateDecision } from '@/lib/platform/rate-limit';
import { getPolicy } from '@/lib/users/policy';

const minute = 60;

type Spend = { actor: UserActor | null; address: string; rate: RateClass; points?: number };

/** Counts a call of the class for its token, person or address. Throws rate_limited. Null where nothing is counted. */
export async function spend({ actor, address, rate, points = 1 }: Spend): Promise<RateDecision | null> {
  if (rate === 'none') return null;
  const policy = await getPolicy();
  const who = actor?.token ? `t:${actor.token.id}` : actor ? `u:${actor.userId}` : `a:${address}`;
  const general = actor?.token?.perMinute ?? policy.requestsPerMinute;
  const limit =
    rate === 'sign' ? policy.urlsPerMinute : rate === 'auth' ? policy.authTriesPerMinute : general;
  const bucket = rate === 'sign' || rate === 'auth' ? rate : 'call';
  const decision = await consume({ key: `${bucket}:${who}`, limit, windowSeconds: minute, points });
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
