import 'server-only';
import type { Origin } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { AppError, rateLimited } from '@/lib/contracts/errors';
import type { User } from '@/lib/generated/prisma/client';
import { hashToken } from '@/lib/platform/crypto';
import { db, transaction } from '@/lib/platform/db';
import { verifyPassword } from '@/lib/platform/passwords';
import { consume, giveBack } from '@/lib/platform/rate-limit';
import { openSession } from './sessions';

/** Wrong passwords an account may see; the address has a limit of its own (policy authTriesPerMinute). */
const failuresAllowed = { limit: 10, windowSeconds: 15 * 60 };

export const invalidCredentials = () =>
  new AppError('invalid_credentials', {
    detail: 'The e-mail address or the password is wrong. Check both and try again.',
  });

/** Account names never reach the limiter's table: they are personal, and as long as somebody likes. */
export const failuresOf = (email: string) => ({ key: `sign-in:${hashToken(email)}`, ...failuresAllowed });

type Credentials = { email: string; password: string; origin: Origin };

/**
 * Starts a session for whoever knows the password. Unknown, disabled and password-less accounts get the same answer
 * in the same time: one argon2id verification and one audit row each. Ten failures in 15 minutes close an account's
 * door for the rest of them; a right password gives its try back. Throws invalid_credentials, rate_limited.
 */
export async function signInWithPassword({ email, password, origin }: Credentials): Promise<string> {
  const failures = failuresOf(email);
  const decision = await consume(failures);
  if (!decision.allowed) throw rateLimited(decision.resetSeconds);
  const user = await db().user.findUnique({ where: { email } });
  const matches = await verifyPassword(user?.passwordHash ?? null, password);
  const sessionId =
    user && matches && user.status === 'active' ? await openSession({ user, origin, by: 'password' }) : null;
  if (sessionId === null) {
    await recordRefusal({ user, origin, by: 'password' });
    throw invalidCredentials();
  }
  await giveBack(failures);
  return sessionId;
}

type Refused = { user: User | null; origin: Origin; by: 'password' | 'oidc' };

/** One audit row for somebody who was not let in; without a name where the account is unknown. */
export async function recordRefusal({ user, origin, by }: Refused): Promise<void> {
  await transaction((tx) =>
    recordAudit(
      tx,
      { type: 'anonymous', origin },
      {
        action: 'session.refused',
        ...(user ? { target: { type: 'user', id: user.id, text: user.email } } : {}),
        details: { by },
      },
    ),
  );
}
