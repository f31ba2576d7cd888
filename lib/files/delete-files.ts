import 'server-only';
import type { Prisma, Tx } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';
import { thumbnailKey } from '@/lib/storage/keys';
import { objectIdOf, thumbnailWidths } from './to-file-dto';

/** Outbox rows for objects: they are deleted after the transaction that dropped their rows, with retry. */
export async function deleteObjectsLater(
  tx: Tx,
  objects: Prisma.ObjectDeletionCreateManyInput[],
): Promise<void> {
  if (objects.length === 0) return;
  await tx.objectDeletion.createMany({ data: objects });
  await enqueue(tx, 'delete-objects', {}, { jobKey: 'delete-objects' });
}

const renditionKeys = (objectKey: string): string[] =>
  thumbnailWidths.map((width) => thumbnailKey(objectIdOf(objectKey), width));

/** Outbox entries of one content: its object and its renditions. */
export function contentDeletions(
  objectKey: string,
  sizeBytes: bigint,
  reason: string,
): Prisma.ObjectDeletionCreateManyInput[] {
  return [{ objectKey, sizeBytes, reason }, ...renditionDeletions(objectKey, reason)];
}

/** Outbox entries of the renditions of one content. */
export const renditionDeletions = (
  objectKey: string,
  reason: string,
): Prisma.ObjectDeletionCreateManyInput[] =>
  renditionKeys(objectKey).map((key) => ({ objectKey: key, reason: `${reason} (rendition)` }));

type Remove = { ownerId: string; ids: string[]; reason: string; liveToo?: boolean };

/**
 * Removes trashed files (liveToo: live ones as well) with their versions for good in the caller's transaction: quota
 * given back, objects put into the outbox. Returns the rows that this call removed (another may have been faster or
 * have restored some) and the bytes freed.
 */
export async function removeFiles(tx: Tx, { ownerId, ids, reason, liveToo = false }: Remove) {
  const rows = await tx.$queryRaw<{ id: string; name: string; objectKey: string; sizeBytes: bigint }[]>`
    SELECT "id", "name", "objectKey", "sizeBytes" FROM "File"
    WHERE "ownerId" = ${ownerId}::uuid AND "id" = ANY(${ids}::uuid[])
      AND (${liveToo} OR "trashedAt" IS NOT NULL) ORDER BY "id" FOR UPDATE`;
  const fileIds = rows.map(({ id }) => id);
  const versions = await tx.fileVersion.findMany({ where: { fileId: { in: fileIds } } });
  const contents = [...rows, ...versions];
  await deleteObjectsLater(
    tx,
    contents.flatMap(({ objectKey, sizeBytes }) => contentDeletions(objectKey, sizeBytes, reason)),
  );
  await tx.file.deleteMany({ where: { id: { in: fileIds } } });
  const freedBytes = contents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0n);
  // Many: another run may have removed the last file and the account with it.
  await tx.user.updateMany({ where: { id: ownerId }, data: { usedBytes: { decrement: freedBytes } } });
  return { removed: rows, freedBytes: Number(freedBytes) };
}
