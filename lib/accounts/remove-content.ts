import 'server-only';
import { deleteObjectsLater, removeFiles } from '@/lib/files/delete-files';
import { db, Prisma, transaction } from '@/lib/platform/db';
import { tombstone, uploadDeletions } from '@/lib/uploads/finish';
import { handOver } from './hand-over';

const batchSize = 500;
const reason = 'account deleted';

/**
 * Carries out what was decided about deleted accounts, in batches: files move to the heir, wait in the trash until
 * their time is over, or go for good; then the account's row goes. A job calls it, again and again until all is done.
 * Open uploads become tombstones, so that the upload sweep aborts their parts and catches late bytes; the row goes with
 * the last of them. Safe to race. Returns how many accounts are gone.
 */
export async function removeDeletedAccounts(): Promise<number> {
  const accounts = await db().user.findMany({
    where: { deletedAt: { not: null } },
    select: { id: true, heirId: true, contentUntil: true },
    orderBy: { deletedAt: 'asc' },
  });
  let removed = 0;
  for (const { id, heirId, contentUntil } of accounts) {
    await cancelUploads(id);
    if (contentUntil !== null && contentUntil > new Date()) {
      await trashAllFiles(id);
      continue;
    }
    if (heirId !== null) await handOver(id, heirId);
    else await removeAllFiles(id);
    if (await removeShell(id)) removed += 1;
  }
  return removed;
}

async function trashAllFiles(ownerId: string): Promise<void> {
  for (;;) {
    const trashed = await db().$executeRaw`
      UPDATE "File" SET "trashedAt" = now(), "trashedWithId" = NULL, "version" = "version" + 1, "updatedAt" = now()
      WHERE "id" IN (SELECT "id" FROM "File" WHERE "ownerId" = ${ownerId}::uuid AND "trashedAt" IS NULL
        ORDER BY "id" LIMIT ${batchSize} FOR UPDATE)`;
    if (trashed < batchSize) return;
  }
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
