import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { conflict, notFound } from '@/lib/contracts/errors';
import type { JobDto, JobsState } from '@/lib/contracts/overview';
import { db, Prisma, transaction } from '@/lib/platform/db';

const shownJobs = 100;

type Row = {
  id: bigint;
  task: string;
  attempts: number;
  maxAttempts: number;
  runAt: Date;
  createdAt: Date;
  lockedAt: Date | null;
  lastError: string | null;
};

/** State of a job in the words of JobDto; graphile-worker keeps a job that has used up its tries. */
const stateSql = Prisma.sql`CASE WHEN locked_at IS NOT NULL THEN 'running'
  WHEN attempts >= max_attempts THEN 'failed' WHEN attempts > 0 THEN 'retrying' ELSE 'waiting' END`;

function stateOf({ lockedAt, attempts, maxAttempts }: Row): JobDto['state'] {
  if (lockedAt) return 'running';
  if (attempts >= maxAttempts) return 'failed';
  return attempts > 0 ? 'retrying' : 'waiting';
}

const toJobDto = (row: Row): JobDto => ({
  id: String(row.id),
  task: row.task,
  state: stateOf(row),
  attempts: row.attempts,
  maxAttempts: row.maxAttempts,
  runAt: row.runAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  // The first line says what; the stack is for the log. Signed queries never leave lib/storage's errors.
  lastError: row.lastError?.split('\n')[0]?.slice(0, 300) ?? null,
});

type QueueRow = { task: string; state: JobDto['state']; count: bigint };

/** Jobs counted by task and state, when each schedule last ran, and the jobs themselves, failures first. */
export async function readJobs(): Promise<JobsState> {
  const [counts, schedules, rows] = await Promise.all([
    db().$queryRaw<QueueRow[]>`
      SELECT task_identifier AS task, ${stateSql} AS state, count(*) AS count
      FROM graphile_worker.jobs GROUP BY 1, 2 ORDER BY 1`,
    db().$queryRaw<{ task: string; lastRunAt: Date | null }[]>`
      SELECT identifier AS task, last_execution AS "lastRunAt" FROM graphile_worker._private_known_crontabs ORDER BY 1`,
    db().$queryRaw<Row[]>`
      SELECT id, task_identifier AS task, attempts::int AS attempts, max_attempts::int AS "maxAttempts",
        run_at AS "runAt", created_at AS "createdAt", locked_at AS "lockedAt", last_error AS "lastError"
      FROM graphile_worker.jobs ORDER BY (attempts >= max_attempts) DESC, (attempts > 0) DESC, run_at LIMIT ${shownJobs}`,
  ]);
  const queues = new Map<string, JobsState['queues'][number]>();
  for (const { task, state, count } of counts) {
    const queue = queues.get(task) ?? { task, waiting: 0, running: 0, retrying: 0, failed: 0 };
    queues.set(task, { ...queue, [state]: Number(count) });
  }
  return {
    queues: [...queues.values()],
    schedules: schedules.map(({ task, lastRunAt }) => ({
      task,
      lastRunAt: lastRunAt?.toISOString() ?? null,
    })),
    items: rows.map(toJobDto),
  };
}

/** Runs a job now that failed or waits for its next try. Throws not_found, and conflict while it is running. */
export async function retryJob(actor: UserActor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const [job] = await tx.$queryRaw<{ task: string; isRunning: boolean }[]>`
      SELECT task_identifier AS task, locked_at IS NOT NULL AS "isRunning" FROM graphile_worker.jobs WHERE id = ${BigInt(id)}`;
    if (!job) throw notFound('No such job');
    if (job.isRunning) throw conflict('This job is running. Wait until it ends.');
    await tx.$executeRaw`
      SELECT graphile_worker.reschedule_jobs(ARRAY[${BigInt(id)}]::bigint[], run_at := now(), attempts := 0)`;
    await recordAudit(tx, actor, { action: 'job.retried', details: { id, task: job.task } });
  });
}
