import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudits } from '@/lib/audit/record';
import { notFound } from '@/lib/contracts/errors';
import { db, transaction } from '@/lib/platform/db';
import { batchFiles } from './batch-files';
import { removeFiles } from './delete-files';

/** Files removed in one transaction when the trash is emptied. */
const emptyBatch = 500;

/** Moves one of actor's files to the trash; repeating it is harmless. Throws not_found. */
export async function trashFile(actor: UserActor, id: string): Promise<void> {
  const known = await db().file.findFirst({
    where: { id, ownerId: actor.userId },
    select: { trashedAt: true },
  });
  if (!known) throw notFound('No such file');
  if (!known.trashedAt) await batchFiles(actor, { action: 'trash', ids: [id] });
}

/** Deletes one trashed file for good. Throws not_found, also for a file that is not in the trash. */
export async function deleteTrashedFile(actor: UserActor, id: string): Promise<void> {
  const { items } = await batchFiles(actor, { action: 'delete', ids: [id] });
  if (items[0] && 'error' in items[0]) throw notFound('No such file in the trash');
}

/** Deletes all that was in actor's trash when it began, in batches; each is a transaction with its audit rows. */
export async function emptyTrash(actor: UserActor): Promise<{ deleted: number; freedBytes: number }> {
  const startedAt = new Date();
  const total = { deleted: 0, freedBytes: 0 };
  for (;;) {
    const batch = await db().file.findMany({
      where: { ownerId: actor.userId, trashedAt: { not: null, lte: startedAt } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: emptyBatch,
    });
    if (batch.length === 0) break;
    const { removed, freedBytes } = await transaction(async (tx) => {
      const result = await removeFiles(tx, {
        ownerId: actor.userId,
        ids: batch.map(({ id }) => id),
        reason: 'trash emptied',
      });
      await recordAudits(
        tx,
        actor,
        result.removed.map(({ id, name }) => ({
          action: 'file.deleted',
          target: { type: 'file', id, text: name },
        })),
      );
      return result;
    });
    total.deleted += removed.length;
    total.freedBytes += freedBytes;
  }
  // Trashed folders hold nothing any more once their files are gone.
  await db().folder.deleteMany({
    where: { ownerId: actor.userId, trashedAt: { not: null, lte: startedAt }, files: { none: {} } },
  });
  return total;
}
