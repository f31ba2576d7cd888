import 'server-only';
import { deleteObjectsLater, removeFiles } from '@/lib/files/delete-files';
import { db, Prisma, transaction } from '@/lib/platform/db';
import { tombstone, uploadDeletions } from '@/lib/uploads/finish';

const batchSize = 500;
const reason = 'account deleted';

/**
 * Removes what deleted accounts own, in batches, and then their rows; a job calls it, again and again until all is
 * gone. Open uploads become tombstones, so that the upload sweep aborts their parts and catches late bytes; the
 * account's row goes with the last of them. Safe to race. Returns how many accounts are gone.
 */
export async function removeDeletedAccounts(): Promise<number> {
  const accounts = await db().user.findMany({
    where: { deletedAt: { not: null } },
    select: { id: true },
    orderBy: { deletedAt: 'asc' },
  });
  let removed = 0;
  for (const { id } of accounts) {
    await cancelUploads(id);
    await removeAllFiles(id);
    if (await removeShell(id)) removed += 1;
  }
  return removed;
}

async function cancelUploads(ownerId: string): Promise<void> {
  for (;;) {
    const open = await db().upload.findMany({
      where: { ownerId, state: { in: ['pending', 'uploading'] } },
      take: batchSize,
    });
    if (open.length === 0) return;
    await transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${ownerId}::uuid FOR UPDATE`;
      for (const row of open) {
        const { count } = await tx.upload.updateMany({
          where: { id: row.id, state: { in: ['pending', 'uploading'] } },
          data: { state: 'cancelled', ...tombstone(), checkAt: new Date() },
        });
        if (count === 1) await deleteObjectsLater(tx, uploadDeletions(row, reason));
      }
    });
  }
}

async function removeAllFiles(ownerId: string): Promise<void> {
  for (;;) {
    const batch = await db().file.findMany({ where: { ownerId }, select: { id: true }, take: batchSize });
    if (batch.length === 0) return;
    const ids = batch.map(({ id }) => id);
    await transaction((tx) => removeFiles(tx, { ownerId, ids, reason, liveToo: true }));
  }
}

/** Deletes the account's row with folders, tags, shares, sessions and tokens. False while something still needs it. */
async function removeShell(id: string): Promise<boolean> {
  if (await db().upload.findFirst({ where: { ownerId: id }, select: { id: true } })) return false;
  try {
    const { count } = await db().user.deleteMany({ where: { id, deletedAt: { not: null } } });
    return count === 1;
  } catch (error) {
    // A file or upload that was being finished belongs to it by now: the next run takes that away first.
    if (isForeignKeyViolation(error)) return false;
    throw error;
  }
}

const isForeignKeyViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003';
