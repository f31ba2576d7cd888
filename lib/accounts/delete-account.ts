import 'server-only';
import type { z } from 'zod';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { DeleteMe } from '@/lib/contracts/account';
import type { DeleteUser } from '@/lib/contracts/admin';
import { invalidRequest, notFound } from '@/lib/contracts/errors';
import { db, transaction } from '@/lib/platform/db';
import { lockAdmins } from '@/lib/users/locks';
import { assertAnotherAdmin } from '@/lib/users/people';
import { verifyOwnPassword } from '@/lib/users/verify-own-password';
import { closeAccount } from './close-account';

/**
 * Deletes actor's own account, once they have typed its e-mail address and password: signed out everywhere, links
 * closed and their name taken out of the audit log before this returns; files and uploads follow by the job.
 * Throws invalid_request, invalid_credentials, rate_limited, conflict (the last active admin).
 */
export async function deleteAccount(actor: UserActor, body: z.infer<typeof DeleteMe>): Promise<void> {
  const { email } = await verifyOwnPassword(actor, body.password);
  if (body.confirmEmail !== email) throw otherAddress();
  await remove(actor, { userId: actor.userId, email });
}

/**
 * Deletes somebody's account as an admin, as deleteAccount does. Throws not_found, invalid_request (another address
 * typed), conflict (the last active admin).
 */
export async function deleteUser(
  actor: UserActor,
  userId: string,
  { confirmEmail }: z.infer<typeof DeleteUser>,
): Promise<void> {
  const user = await db().user.findFirst({ where: { id: userId, deletedAt: null } });
  if (!user) throw notFound('No such person');
  if (confirmEmail !== user.email) throw otherAddress();
  await remove(actor, { userId, email: user.email });
}

const otherAddress = () =>
  invalidRequest([{ path: 'confirmEmail', message: 'Type the e-mail address of this account.' }]);

type Removal = { userId: string; email: string };

async function remove(actor: UserActor, { userId, email }: Removal): Promise<void> {
  const isOwn = actor.userId === userId;
  await transaction(async (tx) => {
    await lockAdmins(tx);
    const user = await tx.user.findFirst({ where: { id: userId, email, deletedAt: null } });
    if (!user) throw notFound('No such person');
    if (user.role === 'admin' && user.status === 'active') await assertAnotherAdmin(tx, userId);
    await closeAccount(tx, user);
    await recordAudit(tx, actor, { action: 'user.deleted', target: { type: 'user', id: userId } });
    // After the row above, so that it forgets the name as well.
    const by = isOwn ? 'erased person' : actor.email;
    await tx.$executeRaw`SELECT audit_erase_person(${userId}::uuid, ${actor.userId}::uuid, ${by})`;
  });
}
