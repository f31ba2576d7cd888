import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { AppError, conflict, notFound } from '@/lib/contracts/errors';
import type { CleanupDto, CreateCleanup } from '@/lib/contracts/storage';
import type { Cleanup } from '@/lib/generated/prisma/client';
import { requireDeletionAllowed } from '@/lib/jobs/deletion-guard';
import { type CleanupPlan, planCleanup } from '@/lib/jobs/orphan-marks';
import { db, transaction } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';

/** Nothing younger is removed as an orphan. Source: RULES 3. */
export const orphanGraceMs = 7 * 86_400_000;
const shown = 10;

function toCleanupDto(row: Cleanup): CleanupDto {
  const isPlanned = row.state !== 'planning' && 'objects' in (row.plan as object);
  return {
    id: row.id,
    state: row.state,
    plan: isPlanned ? (row.plan as CleanupPlan) : null,
    progress: { objects: 0, multiparts: 0, bytes: 0, ...(row.progress as object) },
    problem: row.problem,
    createdBy: row.createdText,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

type Given = CreateCleanup & { cutoff?: Date };

/** Begins a clean-up: the worker plans it, and without dryRun runs it too. Throws conflict where nothing may be deleted. */
export async function createCleanup(
  actor: UserActor,
  { dryRun, cutoff = new Date(Date.now() - orphanGraceMs) }: Given,
): Promise<CleanupDto> {
  await requireDeletionAllowed();
  const row = await transaction(async (tx) => {
    const made = await tx.cleanup.create({
      data: { cutoff, runAtOnce: !dryRun, createdById: actor.userId, createdText: actor.email },
    });
    await enqueue(tx, 'cleanup', { cleanupId: made.id }, { jobKey: `cleanup-${made.id}` });
    await recordAudit(tx, actor, {
      action: 'storage.cleanup_planned',
      target: { type: 'cleanup', id: made.id },
      details: { dryRun },
    });
    return made;
  });
  return toCleanupDto(row);
}

/** One clean-up with its plan and progress. Throws not_found. */
export async function getCleanup(id: string): Promise<CleanupDto> {
  const row = await db().cleanup.findUnique({ where: { id } });
  if (!row) throw notFound('No such clean-up');
  return toCleanupDto(row);
}

/** The last ten. */
export async function listCleanups(): Promise<CleanupDto[]> {
  const rows = await db().cleanup.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: shown });
  return rows.map(toCleanupDto);
}

const grew = (now: CleanupPlan, then: CleanupPlan) =>
  (['objects', 'multiparts'] as const).some(
    (kind) => now[kind].count > then[kind].count || now[kind].bytes > then[kind].bytes,
  );

/**
 * Runs what was planned. Throws plan_changed when there is more to remove now than the admin agreed to, conflict when
 * it is not waiting for that, or where nothing may be deleted.
 */
export async function runCleanup(actor: UserActor, id: string): Promise<CleanupDto> {
  await requireDeletionAllowed();
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Cleanup" WHERE "id" = ${id}::uuid FOR UPDATE`;
    const row = await tx.cleanup.findUnique({ where: { id } });
    if (!row) throw notFound('No such clean-up');
    if (row.state !== 'planned') throw conflict(`This clean-up is ${row.state}, not waiting to be run.`);
    const now = await planCleanup(row.cutoff, tx);
    if (grew(now, row.plan as CleanupPlan)) {
      throw new AppError('plan_changed', {
        detail: 'There is more to remove now than was planned. Make a new plan and look at it.',
      });
    }
    const updated = await tx.cleanup.update({ where: { id }, data: { state: 'running' } });
    await enqueue(tx, 'cleanup', { cleanupId: id }, { jobKey: `cleanup-${id}` });
    await recordAudit(tx, actor, {
      action: 'storage.cleanup_started',
      target: { type: 'cleanup', id },
      details: row.plan as CleanupPlan,
    });
    return toCleanupDto(updated);
  });
}
