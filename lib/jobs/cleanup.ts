import 'server-only';
import type { SystemActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { AppError } from '@/lib/contracts/errors';
import { deleteObjectsLater } from '@/lib/files/delete-files';
import type { Cleanup } from '@/lib/generated/prisma/client';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { isStorageError } from '@/lib/storage/errors';
import { abortOrphanUploads } from './abort-orphan-uploads';
import { requireDeletionAllowed } from './deletion-guard';
import { knownKeys } from './known-keys';
import { planCleanup, ripeBefore } from './orphan-marks';
import { reconcile } from './reconcile';

const actor: SystemActor = { type: 'system', job: 'cleanup' };
const batchSize = 1000;

/**
 * Takes a clean-up on from where it is: plans it by a fresh pass, or removes what is ripe, batch by batch. Repeating
 * it after a crash goes on with what is left. A refusal (another's marker, a restored database) ends it as failed.
 */
export async function continueCleanup(cleanupId: string): Promise<void> {
  const cleanup = await db().cleanup.findUnique({ where: { id: cleanupId } });
  if (!cleanup) return;
  try {
    if (cleanup.state === 'planning') await plan(cleanup);
    const { state } = await db().cleanup.findUniqueOrThrow({ where: { id: cleanupId } });
    if (state === 'running') await run(cleanup);
  } catch (error) {
    const problem = refusalOf(error);
    if (!problem) throw error;
    await db().cleanup.update({
      where: { id: cleanupId },
      data: { state: 'failed', problem, finishedAt: new Date() },
    });
  }
}

/** Why it must not go on; null for trouble that may pass, which the queue tries again. */
function refusalOf(error: unknown): string | null {
  if (error instanceof AppError) return error.detail;
  return isStorageError(error, 'foreign_installation') ? error.message : null;
}

async function plan({ id, cutoff, runAtOnce }: Cleanup): Promise<void> {
  await reconcile();
  await db().cleanup.updateMany({
    where: { id, state: 'planning' },
    data: { state: runAtOnce ? 'running' : 'planned', plan: await planCleanup(cutoff) },
  });
}

async function run({ id, cutoff }: Cleanup): Promise<void> {
  for (;;) {
    await requireDeletionAllowed();
    const looked = (await removeObjects(id, cutoff)) + (await abortUploads(id, cutoff));
    if (looked === 0) break;
  }
  await transaction(async (tx) => {
    const done = await tx.cleanup.update({ where: { id }, data: { state: 'done', finishedAt: new Date() } });
    await recordAudit(tx, actor, {
      action: 'storage.cleaned',
      target: { type: 'cleanup', id },
      details: done.progress as object,
    });
  });
}

type Mark = { objectKey: string; multipartId: string; sizeBytes: bigint };

/** Ripe marks of a kind, locked and taken from the ledger; two clean-ups at once share the work. */
function takeMarks(tx: Tx, kind: 'object' | 'multipart', cutoff: Date, limit: number): Promise<Mark[]> {
  return tx.$queryRaw<Mark[]>`
    DELETE FROM "OrphanMark" WHERE ("kind", "objectKey", "multipartId") IN (
      SELECT "kind", "objectKey", "multipartId" FROM "OrphanMark"
      WHERE "kind" = ${kind}::"OrphanKind" AND ${ripeBefore(cutoff)} ORDER BY "objectKey" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING "objectKey", "multipartId", "sizeBytes"`;
}

type Progress = { objects: number; multiparts: number; bytes: number };

async function addProgress(tx: Tx, id: string, part: Partial<Progress>): Promise<void> {
  const [row] = await tx.$queryRaw<{ progress: Partial<Progress> }[]>`
    SELECT "progress" FROM "Cleanup" WHERE "id" = ${id}::uuid FOR UPDATE`;
  const sum = (name: keyof Progress) => (row?.progress[name] ?? 0) + (part[name] ?? 0);
  const progress = { objects: sum('objects'), multiparts: sum('multiparts'), bytes: sum('bytes') };
  await tx.cleanup.update({ where: { id }, data: { progress } });
}

const bytesOf = (marks: Mark[]) => marks.reduce((sum, { sizeBytes }) => sum + Number(sizeBytes), 0);

/** One batch of objects into the outbox, in one transaction with its audit row. Returns how many marks were looked at. */
function removeObjects(id: string, cutoff: Date): Promise<number> {
  return transaction(async (tx) => {
    const marks = await takeMarks(tx, 'object', cutoff, batchSize);
    const known = await knownKeys(
      tx,
      marks.map(({ objectKey }) => objectKey),
    );
    const doomed = marks.filter(({ objectKey }) => !known.has(objectKey));
    if (doomed.length > 0) {
      await deleteObjectsLater(
        tx,
        doomed.map(({ objectKey, sizeBytes }) => ({ objectKey, sizeBytes, reason: 'orphan' })),
      );
      const removed = { objects: doomed.length, bytes: bytesOf(doomed) };
      await addProgress(tx, id, removed);
      await recordAudit(tx, actor, {
        action: 'storage.orphans_removed',
        target: { type: 'cleanup', id },
        details: {
          ...removed,
          firstKey: doomed[0]?.objectKey ?? '',
          lastKey: doomed.at(-1)?.objectKey ?? '',
        },
      });
    }
    return marks.length;
  });
}

/** One batch of uploads that no row knows, each with its place in the report. Returns how many marks were looked at. */
function abortUploads(id: string, cutoff: Date): Promise<number> {
  return abortOrphanUploads(cutoff, async (tx, removed) => {
    await addProgress(tx, id, removed);
    await recordAudit(tx, actor, {
      action: 'storage.uploads_aborted',
      target: { type: 'cleanup', id },
      details: removed,
    });
  });
}
