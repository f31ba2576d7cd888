import 'server-only';
import type { SystemActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { deleteObjectsLater } from '@/lib/files/delete-files';
import { db, transaction } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import { isStorageError } from '@/lib/storage/errors';
import { findObject } from '@/lib/storage/head-object';
import { abortMultipart, listParts } from '@/lib/storage/multipart';
import { missingParts } from './assemble';
import { tombstone, uploadDeletions } from './finish';
import { type Leased, takeForCompletion } from './lease';
import { nextLookSeconds } from './life';
import { settleUploads } from './settle';
import { planOf } from './sign';
import type { UploadRow } from './to-upload-dto';

const actor: SystemActor = { type: 'system', job: 'sweep-uploads' };
const batchSize = 100;
/** A due row is put this far ahead while it is looked at, so that two sweeps never take the same one. */
const takenForSeconds = 120;

const soon = (seconds: number): Date => new Date(Date.now() + seconds * 1000);

/**
 * Looks at uploads that are due: finishes those whose bytes are all there, ends those whose life is over, and cleans
 * what tombstones' late bytes left. Any number of sweeps may run; a live upload inside its lease is never touched.
 * Returns how many rows were looked at.
 */
export async function sweepUploads(): Promise<number> {
  let looked = 0;
  for (;;) {
    const due = await takeDue();
    for (const row of due) {
      try {
        await lookAt(row);
      } catch (error) {
        // One unreachable object must not stop the others; the row is due again by itself.
        log.warn({ err: error, uploadId: row.id }, 'sweep.look_failed');
      }
    }
    looked += due.length;
    if (due.length < batchSize) return looked;
  }
}

async function takeDue(): Promise<UploadRow[]> {
  const taken = await db().$queryRaw<{ id: string }[]>`
    UPDATE "Upload" SET "checkAt" = ${soon(takenForSeconds)}, "checks" = "checks" + 1
    WHERE "id" IN (SELECT "id" FROM "Upload" WHERE "checkAt" <= now() ORDER BY "checkAt" LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)
    RETURNING "id"`;
  return db().upload.findMany({ where: { id: { in: taken.map(({ id }) => id) } } });
}

async function lookAt(row: UploadRow): Promise<void> {
  switch (row.state) {
    case 'pending':
    case 'uploading':
      return lookAtOpen(row);
    case 'completing':
    case 'verifying':
      // Abandoned by a process that died; inside its lease somebody else's.
      if (row.leaseUntil && row.leaseUntil > new Date()) return lookAgain(row, row.leaseUntil);
      return lookAtOpen(row);
    case 'ready':
    case 'refused':
    case 'cancelled':
    case 'expired':
      return lookAtTombstone(row);
    default:
      return row.state satisfies never;
  }
}

async function lookAgain(row: UploadRow, at = soon(nextLookSeconds(row.checks))): Promise<void> {
  await db().upload.updateMany({ where: { id: row.id, state: row.state }, data: { checkAt: at } });
}

async function lookAtOpen(row: UploadRow): Promise<void> {
  if (await bytesAreThere(row)) {
    await settleUploads(actor, await takeForCompletion([row.id]));
    const now = await db().upload.findUnique({ where: { id: row.id }, select: { state: true } });
    if (now && now.state !== 'pending' && now.state !== 'uploading') return;
  }
  if (row.expiresAt > new Date()) {
    const untilEnd = new Date(Math.min(soon(nextLookSeconds(row.checks)).getTime(), row.expiresAt.getTime()));
    return lookAgain(row, untilEnd);
  }
  const [leased] = await takeForCompletion([row.id]);
  if (leased) await expire(leased);
}

/** Whether the bucket has all bytes of an upload: the object, or every planned part. */
async function bytesAreThere(row: UploadRow): Promise<boolean> {
  if (await findObject(row.uploadKey)) return true;
  if (!row.multipartId) return false;
  try {
    const parts = await listParts({ key: row.uploadKey, multipartId: row.multipartId });
    return missingParts(planOf(row), parts).length === 0;
  } catch (error) {
    if (isStorageError(error, 'not_found')) return false;
    throw error;
  }
}

async function expire(row: Leased): Promise<void> {
  const ended = await transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${row.ownerId}::uuid FOR UPDATE`;
    const { count } = await tx.upload.updateMany({
      where: { id: row.id, state: 'completing', leaseUntil: row.leaseUntil },
      data: { state: 'expired', ...tombstone() },
    });
    if (count === 0) return false;
    await tx.user.update({
      where: { id: row.ownerId },
      data: { reservedBytes: { decrement: row.sizeBytes } },
    });
    await recordAudit(tx, actor, {
      action: 'upload.expired',
      target: { type: 'upload', id: row.id, text: row.name },
    });
    return true;
  });
  if (ended && row.multipartId) await abortMultipart({ key: row.uploadKey, multipartId: row.multipartId });
}

/** Late bytes of an ended upload: whole and only expired → a file after all; else removed. At its end the row goes. */
async function lookAtTombstone(row: UploadRow): Promise<void> {
  const late =
    row.state === 'ready' && row.uploadKey === row.objectKey ? null : await findObject(row.uploadKey);
  if (late && row.state === 'expired' && late.sizeBytes === Number(row.sizeBytes) && (await revive(row)))
    return;
  if (late) await transaction((tx) => deleteObjectsLater(tx, lateDeletions(row)));
  if (row.multipartId && row.state !== 'ready')
    await abortMultipart({ key: row.uploadKey, multipartId: row.multipartId });
  if (row.expiresAt > new Date())
    return lookAgain(
      row,
      new Date(Math.min(soon(nextLookSeconds(row.checks)).getTime(), row.expiresAt.getTime())),
    );
  await db().upload.deleteMany({ where: { id: row.id, state: row.state } });
}

const lateDeletions = (row: UploadRow) =>
  row.state === 'ready'
    ? [{ objectKey: row.uploadKey, sizeBytes: row.sizeBytes, reason: 'staging' }]
    : uploadDeletions(row, `late bytes of a ${row.state} upload`);

/** Reserves the room again and finishes an expired upload whose bytes came late. False where there is no room. */
async function revive(row: UploadRow): Promise<boolean> {
  const reserved = await transaction(async (tx) => {
    const room = await tx.$executeRaw`
      UPDATE "User" SET "reservedBytes" = "reservedBytes" + ${row.sizeBytes} WHERE "id" = ${row.ownerId}::uuid
        AND ("quotaBytes" IS NULL OR "usedBytes" + "reservedBytes" + ${row.sizeBytes} <= "quotaBytes")`;
    if (room === 0) return false;
    const { count } = await tx.upload.updateMany({
      where: { id: row.id, state: 'expired' },
      data: { state: 'pending', checkAt: new Date() },
    });
    if (count === 0) throw new Error('An expired upload changed while it was revived.');
    return true;
  });
  if (reserved) await settleUploads(actor, await takeForCompletion([row.id]));
  return reserved;
}
