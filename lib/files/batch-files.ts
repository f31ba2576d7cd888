import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { hasScope } from '@/lib/access/can';
import { type AuditEntry, recordAudits } from '@/lib/audit/record';
import { AppError, notFound, toProblem } from '@/lib/contracts/errors';
import type { BatchFiles, BatchResult } from '@/lib/contracts/files';
import { type Tx, transaction } from '@/lib/platform/db';
import { removeFiles } from './delete-files';
import { getOwnedFolder } from './folders';
import { retag } from './tags';

type Target = { id: string; name: string };

/** actor's files among ids on the given side of the trash, locked in id order so that two batches cannot deadlock. */
function lockFiles(tx: Tx, actor: UserActor, ids: string[], trashed: boolean): Promise<Target[]> {
  return tx.$queryRaw<Target[]>`
    SELECT "id", "name" FROM "File" WHERE "ownerId" = ${actor.userId}::uuid AND "id" = ANY(${ids}::uuid[])
      AND ("trashedAt" IS NOT NULL) = ${trashed} ORDER BY "id" FOR UPDATE`;
}

async function apply(tx: Tx, actor: UserActor, batch: BatchFiles): Promise<Target[]> {
  const bump = { version: { increment: 1 } } as const;
  const within = (targets: Target[]) => ({ where: { id: { in: targets.map(({ id }) => id) } } });
  switch (batch.action) {
    case 'trash': {
      const targets = await lockFiles(tx, actor, batch.ids, false);
      await tx.file.updateMany({
        ...within(targets),
        data: { trashedAt: new Date(), trashedWithId: null, ...bump },
      });
      return targets;
    }
    case 'restore':
      return restore(tx, actor, batch.ids);
    case 'delete': {
      const targets = await lockFiles(tx, actor, batch.ids, true);
      await removeFiles(tx, { ownerId: actor.userId, ids: targets.map(({ id }) => id), reason: 'deleted' });
      return targets;
    }
    case 'move': {
      if (batch.folderId) await getOwnedFolder(actor, batch.folderId, tx);
      const targets = await lockFiles(tx, actor, batch.ids, false);
      await tx.file.updateMany({ ...within(targets), data: { folderId: batch.folderId, ...bump } });
      return targets;
    }
    case 'favourite': {
      const targets = await lockFiles(tx, actor, batch.ids, false);
      await tx.file.updateMany({ ...within(targets), data: { favourite: batch.favourite, ...bump } });
      return targets;
    }
    case 'tag': {
      const targets = await lockFiles(tx, actor, batch.ids, false);
      const fileIds = targets.map(({ id }) => id);
      await retag(tx, { ownerId: actor.userId, fileIds, add: batch.add, remove: batch.remove });
      await tx.file.updateMany({ ...within(targets), data: bump });
      return targets;
    }
    default:
      return batch satisfies never;
  }
}

/** Back from the trash; a file whose folder is gone or trashed comes back at the root. */
async function restore(tx: Tx, actor: UserActor, ids: string[]): Promise<Target[]> {
  const targets = await lockFiles(tx, actor, ids, true);
  await tx.$executeRaw`
    UPDATE "File" f SET "trashedAt" = NULL, "trashedWithId" = NULL, "version" = f."version" + 1, "updatedAt" = now(),
      "folderId" = (SELECT d."id" FROM "Folder" d WHERE d."id" = f."folderId" AND d."trashedAt" IS NULL)
    WHERE f."id" = ANY(${targets.map(({ id }) => id)}::uuid[])`;
  return targets;
}

const pastTense = {
  trash: 'file.trashed',
  restore: 'file.restored',
  delete: 'file.deleted',
  move: 'file.moved',
  favourite: 'file.updated',
  tag: 'file.updated',
} as const satisfies Record<BatchFiles['action'], string>;

/**
 * One action on many of actor's files, in one transaction; answers per id, in order. Ids that are unknown, foreign
 * or on the other side of the trash get not_found and spoil no other. Deleting for good needs the scope files:delete.
 */
export async function batchFiles(actor: UserActor, batch: BatchFiles): Promise<BatchResult> {
  if (batch.action === 'delete' && !hasScope(actor, 'files:delete')) {
    throw new AppError('insufficient_scope', { detail: 'The token needs the scope files:delete.' });
  }
  const done = await transaction(async (tx) => {
    const targets = await apply(tx, actor, batch);
    const entries = targets.map(
      ({ id, name }): AuditEntry => ({
        action: pastTense[batch.action],
        target: { type: 'file', id, text: name },
        details: { action: batch.action },
      }),
    );
    await recordAudits(tx, actor, entries);
    return new Set(targets.map(({ id }) => id));
  });
  const problem = toProblem(notFound('No such file'), actor.origin.requestId);
  return { items: batch.ids.map((id) => (done.has(id) ? { id, ok: true } : { id, error: problem })) };
}
