import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { rateLimited, unauthenticated } from '@/lib/contracts/errors';
import type { User } from '@/lib/generated/prisma/client';
import { db } from '@/lib/platform/db';
import { verifyPassword } from '@/lib/platform/passwords';
import { consume, giveBack } from '@/lib/platform/rate-limit';
import { failuresOf, invalidCredentials } from './sign-in';

/**
 * actor's row, once they have shown that they know their password: an open browser is not enough to take an account
 * over. Accounts without a password (single sign-on) pass. Failures count together with those at the sign-in page.
 * Throws invalid_credentials, rate_limited.
 */
export async function verifyOwnPassword(actor: UserActor, password: string | undefined): Promise<User> {
  const user = await db().user.findUnique({ where: { id: actor.userId } });
  if (!user) throw unauthenticated();
  if (user.passwordHash === null) return user;
  const failures = failuresOf(user.email);
  const decision = await consume(failures);
  if (!decision.allowed) throw rateLimited(decision.resetSeconds);
  if (!(await verifyPassword(user.passwordHash, password ?? ''))) throw invalidCredentials();
  await giveBack(failures);
  return user;
}
