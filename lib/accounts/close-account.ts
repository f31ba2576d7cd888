import 'server-only';
import type { Tx } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';
import { endSessions } from '@/lib/users/sessions';

type Closing = { id: string; avatarKey: string | null };

/**
 * Ends an account in the caller's transaction: every way in is shut, every link closed, and the person's name, address
 * and photo are gone from its row at once. What it owns follows by the job (see remove-content); until then the row
 * stays as an empty shell, because files and uploads belong to it.
 */
export async function closeAccount(tx: Tx, { id: userId, avatarKey }: Closing): Promise<void> {
  const now = new Date();
  await tx.user.update({
    where: { id: userId },
    data: {
      email: `${userId}@deleted.invalid`,
      name: 'Deleted person',
      passwordHash: null,
      passwordVersion: { increment: 1 },
      avatarKey: null,
      status: 'disabled',
      deletedAt: now,
    },
  });
  await endSessions(tx, { userId });
  await tx.session.updateMany({ where: { userId }, data: { address: '', userAgent: '' } });
  await tx.account.deleteMany({ where: { userId } });
  await tx.oneTimeToken.deleteMany({ where: { userId } });
  await tx.apiToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
  await tx.share.updateMany({ where: { ownerId: userId, revokedAt: null }, data: { revokedAt: now } });
  await tx.invite.updateMany({ where: { acceptedById: userId }, data: { email: null } });
  await tx.upload.updateMany({ where: { ownerId: userId }, data: { address: '', userAgent: '' } });
  if (avatarKey !== null) {
    await tx.objectDeletion.create({ data: { objectKey: avatarKey, reason: 'account deleted' } });
  }
  await enqueue(tx, 'sweep-records', {}, { jobKey: 'sweep-records' });
}
