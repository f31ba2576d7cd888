import 'server-only';
import { runMigrations } from 'graphile-worker';
import { databasePool, type Tx } from './db';

/** Task names and what each takes. The worker in lib/jobs has one function for each. */
export type Tasks = {
  thumbnail: { fileId: string };
  preview: { objectKey: string; previewId: string };
  'delete-objects': Record<string, never>;
  'sweep-uploads': Record<string, never>;
  'sweep-trash': Record<string, never>;
  'sweep-records': Record<string, never>;
  reconcile: Record<string, never>;
  cleanup: { cleanupId: string };
  'sweep-shares': Record<string, never>;
};
export type TaskName = keyof Tasks;

type EnqueueOptions = { jobKey?: string; runAt?: Date; maxAttempts?: number };

/**
 * Adds a job in the caller's transaction: it exists exactly when the change it belongs to does.
 * The same jobKey replaces a waiting job. Source: graphile-worker's SQL function add_job.
 */
export async function enqueue<Name extends TaskName>(
  tx: Tx,
  task: Name,
  payload: Tasks[Name],
  { jobKey, runAt, maxAttempts = 8 }: EnqueueOptions = {},
): Promise<void> {
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(
      ${task}::text, payload := ${JSON.stringify(payload)}::json, run_at := ${runAt ?? null}::timestamptz,
      max_attempts := ${maxAttempts}::int, job_key := ${jobKey ?? null}::text)`;
}

/** One job for each payload, in one statement; see enqueue. */
export async function enqueueMany<Name extends TaskName>(
  tx: Tx,
  task: Name,
  payloads: Tasks[Name][],
): Promise<void> {
  if (payloads.length === 0) return;
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(${task}::text, payload := payload::json, max_attempts := 8)
    FROM unnest(${payloads.map((payload) => JSON.stringify(payload))}::text[]) AS payload`;
}

/** Creates or updates the queue's own tables (schema graphile_worker). Safe to repeat and to race. */
export function migrateQueue(): Promise<void> {
  return runMigrations({ pgPool: databasePool() });
}
