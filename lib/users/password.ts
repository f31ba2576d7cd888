import 'server-only';
import type { z } from 'zod';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { ChangePassword } from '@/lib/contracts/account';
import { changedMeanwhile } from '@/lib/contracts/errors';
import { type Tx, transaction } from '@/lib/platform/db';
import { hashPassword } from '@/lib/platform/passwords';
import { endSessions } from './sessions';
import { verifyOwnPassword } from './verify-own-password';

type Set = { userId: string; passwordHash: string; passwordVersion: number; exceptSessionId: string | null };

/**
 * Gives a person a new password in the caller's transaction: a new version, their sessions ended (but one), open reset
 * links void. False where the password changed since passwordVersion was read.
 */
export async function replacePassword(tx: Tx, given: Set): Promise<boolean> {
  const { userId, passwordHash, passwordVersion, exceptSessionId } = given;
  const changed = await tx.user.updateMany({
    where: { id: userId, passwordVersion },
    data: { passwordHash, passwordVersion: { increment: 1 } },
  });
  if (changed.count === 0) return false;
  await endSessions(tx, { userId, exceptSessionId });
  await tx.oneTimeToken.deleteMany({ where: { purpose: 'password_reset', userId, usedAt: null } });
  return true;
}

/**
 * Changes actor's password and ends all their other sessions. The current one is needed where there is one.
 * Throws invalid_credentials, rate_limited, precondition_failed (changed elsewhere at the same moment).
 */
export async function changePassword(
  actor: UserActor,
  { currentPassword, newPassword }: z.infer<typeof ChangePassword>,
): Promise<void> {
  const { passwordVersion } = await verifyOwnPassword(actor, currentPassword);
  const passwordHash = await hashPassword(newPassword);
  await transaction(async (tx) => {
    const { userId, sessionId } = actor;
    const replaced = await replacePassword(tx, {
      userId,
      passwordHash,
      passwordVersion,
      exceptSessionId: sessionId,
    });
    if (!replaced) throw changedMeanwhile();
    await recordAudit(tx, actor, {
      action: 'user.password_changed',
      target: { type: 'user', id: userId, text: actor.email },
    });
  });
}
