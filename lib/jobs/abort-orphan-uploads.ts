import 'server-only';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { abortMultipart } from '@/lib/storage/multipart';
import { ripeBefore } from './orphan-marks';

const batchSize = 50;

export type Aborted = { multiparts: number; bytes: number };

/**
 * Aborts a batch of open multipart uploads that no row knows, ripe at cutoff (RULES 3), and takes their marks from the
 * ledger together with what `note` records. Returns how many marks were looked at; 0: nothing is left. The bucket comes
 * first: a crash leaves the mark, and aborting again is harmless.
 */
export async function abortOrphanUploads(
  cutoff: Date,
  note: (tx: Tx, aborted: Aborted) => Promise<void>,
): Promise<number> {
  const marks = await db().$queryRaw<{ objectKey: string; multipartId: string; sizeBytes: bigint }[]>`
    SELECT "objectKey", "multipartId", "sizeBytes" FROM "OrphanMark"
    WHERE "kind" = 'multipart' AND ${ripeBefore(cutoff)} ORDER BY "objectKey" LIMIT ${batchSize}`;
  const rows = await db().upload.findMany({
    where: { uploadKey: { in: marks.map(({ objectKey }) => objectKey) } },
    select: { multipartId: true },
  });
  const known = new Set(rows.map(({ multipartId }) => multipartId));
  const doomed = marks.filter(({ multipartId }) => !known.has(multipartId));
  for (const { objectKey, multipartId } of doomed) await abortMultipart({ key: objectKey, multipartId });
  await transaction(async (tx) => {
    await tx.orphanMark.deleteMany({
      where: { kind: 'multipart', multipartId: { in: marks.map(({ multipartId }) => multipartId) } },
    });
    if (doomed.length === 0) return;
    await note(tx, {
      multiparts: doomed.length,
      bytes: doomed.reduce((sum, { sizeBytes }) => sum + Number(sizeBytes), 0),
    });
  });
  return marks.length;
}
