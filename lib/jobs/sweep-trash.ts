import 'server-only';
import type { SystemActor } from '@/lib/access/actor';
import { recordAudits } from '@/lib/audit/record';
import { removeFiles } from '@/lib/files/delete-files';
import { db, transaction } from '@/lib/platform/db';
import { getPolicy } from '@/lib/users/policy';

const actor: SystemActor = { type: 'system', job: 'sweep-trash' };
const batchSize = 500;

/** Deletes for good what has been in somebody's trash for longer than the policy keeps it. Returns the number of files. */
export async function sweepTrash(): Promise<number> {
  const { trashDays } = await getPolicy();
  const before = new Date(Date.now() - trashDays * 86_400_000);
  let removedFiles = 0;
  for (;;) {
    const due = await db().file.findMany({
      where: { trashedAt: { lt: before } },
      select: { id: true, ownerId: true },
      orderBy: [{ ownerId: 'asc' }, { id: 'asc' }],
      take: batchSize,
    });
    const ownerId = due[0]?.ownerId;
    if (!ownerId) return removedFiles;
    const ids = due.filter((file) => file.ownerId === ownerId).map(({ id }) => id);
    const { removed } = await transaction(async (tx) => {
      const result = await removeFiles(tx, { ownerId, ids, reason: 'trash expired' });
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
    removedFiles += removed.length;
  }
}
