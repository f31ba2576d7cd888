import 'server-only';
import { db, transaction } from '@/lib/platform/db';
import { deleteObjects } from '@/lib/storage/delete-objects';
import { requireDeletionAllowed } from './deletion-guard';

const batchSize = 1000;
/** Wait before a failed deletion is tried again: 1 min, doubled, at most 6 h. */
const retrySeconds = (attempts: number): number => Math.min(60 * 2 ** attempts, 6 * 3600);

/**
 * Deletes the objects of the outbox in batches of 1,000. Any number of workers may run: rows are locked and skipped.
 * A batch's rows go only once the bucket has said so. Throws where nothing may be deleted (see deletion-guard). Returns how many objects were deleted.
 */
export async function deletePendingObjects(): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { count, isLast } = await deleteBatch();
    deleted += count;
    if (isLast) return deleted;
  }
}

type Pending = { id: string; objectKey: string; attempts: number };

async function deleteBatch(): Promise<{ count: number; isLast: boolean }> {
  const rows = await lease();
  if (rows.length === 0) return { count: 0, isLast: true };
  await requireDeletionAllowed();
  // A key that is a file's again (adopted, restored) is no orphan any more: its outbox row is dropped, nothing else.
  const keys = rows.map(({ objectKey }) => objectKey);
  const live = { where: { objectKey: { in: keys } }, select: { objectKey: true } };
  const rowsWithIt = [...(await db().file.findMany(live)), ...(await db().fileVersion.findMany(live))];
  const kept = new Set(rowsWithIt.map(({ objectKey }) => objectKey));
  const doomed = rows.filter(({ objectKey }) => !kept.has(objectKey));
  const results =
    doomed.length > 0 ? await deleteObjects([...new Set(doomed.map(({ objectKey }) => objectKey))]) : [];
  const failed = new Map(
    results.flatMap((result) => (result.deleted ? [] : [[result.key, result.error.kind as string]])),
  );
  const done = rows.filter(({ objectKey }) => !failed.has(objectKey)).map(({ id }) => id);
  await db().objectDeletion.deleteMany({ where: { id: { in: done } } });
  for (const row of rows.filter(({ objectKey }) => failed.has(objectKey))) {
    await db().objectDeletion.update({
      where: { id: row.id },
      data: {
        attempts: row.attempts + 1,
        lastError: failed.get(row.objectKey) ?? null,
        notBefore: new Date(Date.now() + retrySeconds(row.attempts) * 1000),
      },
    });
  }
  return { count: done.length, isLast: rows.length < batchSize };
}

/** Due rows, put five minutes ahead while this worker has them: one that dies leaves them to the next. */
function lease(): Promise<Pending[]> {
  return transaction(
    (tx) => tx.$queryRaw<Pending[]>`
      UPDATE "ObjectDeletion" SET "notBefore" = now() + interval '5 minutes'
      WHERE "id" IN (SELECT "id" FROM "ObjectDeletion" WHERE "notBefore" <= now() ORDER BY "notBefore" LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)
      RETURNING "id", "objectKey", "attempts"`,
  );
}
