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
import { getPolicy } from '@/lib/users/policy';
import { verifyOwnPassword } from '@/lib/users/verify-own-password';
import { closeAccount } from './close-account';
import { prepareHandOver } from './hand-over';

/**
 * Deletes actor's own account, once they have typed its e-mail address and password: signed out everywhere, links
 * closed and their name taken out of the audit log before this returns; files and uploads follow by the job.
 * Throws invalid_request, invalid_credentials, rate_limited, conflict (the last active admin).
 */
export async function deleteAccount(actor: UserActor, body: z.infer<typeof DeleteMe>): Promise<void> {
  const { email } = await verifyOwnPassword(actor, body.password);
  if (body.confirmEmail !== email) throw otherAddress();
  await remove(actor, { userId: actor.userId, email, files: 'delete' });
}

/**
 * Deletes somebody's account as an admin, as deleteAccount does; body says what becomes of the files. Throws not_found
 * (the person, or the heir), invalid_request (another address typed), quota_exceeded (the heir's), conflict (the last
 * active admin).
 */
export async function deleteUser(
  actor: UserActor,
  userId: string,
  { confirmEmail, files, heirId }: DeleteUser,
): Promise<void> {
  const user = await db().user.findFirst({ where: { id: userId, deletedAt: null } });
  if (!user) throw notFound('No such person');
  if (confirmEmail !== user.email) throw otherAddress();
  await remove(actor, { userId, email: user.email, files, heirId });
}

const otherAddress = () =>
  invalidRequest([{ path: 'confirmEmail', message: 'Type the e-mail address of this account.' }]);

type Removal = { userId: string; email: string } & Pick<DeleteUser, 'files' | 'heirId'>;

async function remove(actor: UserActor, { userId, email, files, heirId }: Removal): Promise<void> {
  const isOwn = actor.userId === userId;
  const { trashDays } = await getPolicy();
  await transaction(async (tx) => {
    await lockAdmins(tx);
    const user = await tx.user.findFirst({ where: { id: userId, email, deletedAt: null } });
    if (!user) throw notFound('No such person');
    if (user.role === 'admin' && user.status === 'active') await assertAnotherAdmin(tx, userId);
    const heir = heirId === undefined ? null : await prepareHandOver(tx, user, heirId);
    await closeAccount(tx, user);
    await tx.user.update({
      where: { id: userId },
      data: {
        heirId: heir?.id ?? null,
        contentUntil: files === 'trash' ? new Date(Date.now() + trashDays * 86_400_000) : null,
      },
    });
    await recordAudit(tx, actor, {
      action: 'user.deleted',
      target: { type: 'user', id: userId },
      details: { files, ...(heir ? { toOwnerId: heir.id, toOwner: heir.email } : {}) },
    });
    // After the row above, so that it forgets the name as well.
    const by = isOwn ? 'erased person' : actor.email;
    await tx.$executeRaw`SELECT audit_erase_person(${userId}::uuid, ${actor.userId}::uuid, ${by})`;
  });
}
