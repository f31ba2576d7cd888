import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { type AuditEntry, recordAudits } from '@/lib/audit/record';
import type { BatchAdminFiles } from '@/lib/contracts/admin';
import { notFound, quotaExceeded, toProblem } from '@/lib/contracts/errors';
import type { BatchResult } from '@/lib/contracts/files';
import { removeFiles } from '@/lib/files/delete-files';
import { type Tx, transaction } from '@/lib/platform/db';

type Target = { id: string; name: string; ownerId: string; email: string };

/** Files among ids, locked: owners first and both in id order, so that no two commands can block each other for good. */
async function lockFiles(
  tx: Tx,
  ids: string[],
  { trashed, also = [] }: { trashed: boolean | null; also?: string[] },
) {
  await tx.$queryRaw`
    SELECT 1 FROM "User" WHERE "id" IN (SELECT "ownerId" FROM "File" WHERE "id" = ANY(${ids}::uuid[]))
      OR "id" = ANY(${also}::uuid[]) ORDER BY "id" FOR UPDATE`;
  return tx.$queryRaw<Target[]>`
    SELECT f."id", f."name", f."ownerId", u."email" FROM "File" f JOIN "User" u ON u."id" = f."ownerId"
    WHERE f."id" = ANY(${ids}::uuid[]) AND (${trashed}::boolean IS NULL OR (f."trashedAt" IS NOT NULL) = ${trashed}::boolean)
    ORDER BY f."id" FOR UPDATE OF f`;
}

const idsOf = (targets: Target[]) => targets.map(({ id }) => id);

async function apply(tx: Tx, batch: BatchAdminFiles): Promise<Target[]> {
  switch (batch.action) {
    case 'trash': {
      const targets = await lockFiles(tx, batch.ids, { trashed: false });
      await tx.file.updateMany({
        where: { id: { in: idsOf(targets) } },
        data: { trashedAt: new Date(), trashedWithId: null, version: { increment: 1 } },
      });
      return targets;
    }
    case 'restore': {
      const targets = await lockFiles(tx, batch.ids, { trashed: true });
      await tx.$executeRaw`
        UPDATE "File" f SET "trashedAt" = NULL, "trashedWithId" = NULL, "version" = f."version" + 1, "updatedAt" = now(),
          "folderId" = (SELECT d."id" FROM "Folder" d WHERE d."id" = f."folderId" AND d."trashedAt" IS NULL)
        WHERE f."id" = ANY(${idsOf(targets)}::uuid[])`;
      return targets;
    }
    case 'delete': {
      const targets = await lockFiles(tx, batch.ids, { trashed: true });
      for (const ownerId of new Set(targets.map((target) => target.ownerId))) {
        const ids = idsOf(targets.filter((target) => target.ownerId === ownerId));
        await removeFiles(tx, { ownerId, ids, reason: 'deleted by an admin' });
      }
      return targets;
    }
    case 'transfer':
      return transfer(tx, batch.ids, batch.ownerId);
    default:
      return batch satisfies never;
  }
}

/** Bytes, quota and the file itself change hands together; links and tags belong to the former owner and end. */
async function transfer(tx: Tx, ids: string[], ownerId: string): Promise<Target[]> {
  const all = await lockFiles(tx, ids, { trashed: null, also: [ownerId] });
  const heir = await tx.user.findFirst({ where: { id: ownerId, deletedAt: null } });
  if (!heir) throw notFound('No such person');
  const targets = all.filter((target) => target.ownerId !== ownerId);
  const fileIds = idsOf(targets);
  const moved = await tx.$queryRaw<{ ownerId: string; bytes: bigint }[]>`
    SELECT f."ownerId", (sum(f."sizeBytes") + coalesce(sum(v."bytes"), 0))::bigint AS "bytes" FROM "File" f
    LEFT JOIN LATERAL (SELECT sum("sizeBytes") AS "bytes" FROM "FileVersion" WHERE "fileId" = f."id") v ON true
    WHERE f."id" = ANY(${fileIds}::uuid[]) GROUP BY f."ownerId"`;
  const total = moved.reduce((sum, { bytes }) => sum + bytes, 0n);
  const free = heir.quotaBytes === null ? null : heir.quotaBytes - heir.usedBytes - heir.reservedBytes;
  if (free !== null && total > free) {
    throw quotaExceeded({ neededBytes: Number(total), freeBytes: Number(free) });
  }
  for (const { ownerId: from, bytes } of moved) {
    await tx.user.update({ where: { id: from }, data: { usedBytes: { decrement: bytes } } });
  }
  await tx.user.update({ where: { id: ownerId }, data: { usedBytes: { increment: total } } });
  await tx.shareItem.deleteMany({ where: { fileId: { in: fileIds } } });
  await tx.fileTag.deleteMany({ where: { fileId: { in: fileIds } } });
  await tx.file.updateMany({
    where: { id: { in: fileIds } },
    data: { ownerId, folderId: null, shareCount: 0, favourite: false, version: { increment: 1 } },
  });
  return all;
}

const pastTense = {
  trash: 'file.trashed',
  restore: 'file.restored',
  delete: 'file.deleted',
  transfer: 'file.transferred',
} as const satisfies Record<BatchAdminFiles['action'], string>;

/**
 * One action on files of anybody, in one transaction with its audit rows; answers per id, in order. Ids that are
 * unknown or on the other side of the trash get not_found. Throws quota_exceeded where a transfer does not fit.
 */
export async function batchAdminFiles(actor: UserActor, batch: BatchAdminFiles): Promise<BatchResult> {
  const done = await transaction(async (tx) => {
    const targets = await apply(tx, batch);
    const entries = targets.map(
      ({ id, name, ownerId, email }): AuditEntry => ({
        action: pastTense[batch.action],
        target: { type: 'file', id, text: name },
        details: {
          byAdmin: true,
          ownerId,
          owner: email,
          ...(batch.action === 'transfer' ? { toOwnerId: batch.ownerId } : {}),
        },
      }),
    );
    await recordAudits(tx, actor, entries);
    return new Set(idsOf(targets));
  });
  const problem = toProblem(notFound('No such file'), actor.origin.requestId);
  return { items: batch.ids.map((id) => (done.has(id) ? { id, ok: true } : { id, error: problem })) };
}
