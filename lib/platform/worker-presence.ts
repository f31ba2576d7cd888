import 'server-only';
import type { PoolClient } from 'pg';
import { databasePool } from './db';
import { log } from './log';

/** First key of the advisory locks that say "this worker lives"; the second is a hash of its id. */
const presenceLocks = 72_707_371;
const lookEveryMs = 15_000;

/**
 * Frees the jobs of workers that were killed, which graphile-worker itself keeps locked for 4 hours. Each worker of
 * this process holds a shared advisory lock on a connection that dies with the process; a job whose worker's lock is
 * free belongs to nobody and is unlocked. Any number of processes may look at once.
 */
export class WorkerPresence {
  private readonly workerIds: string[] = [];
  private connection: Promise<PoolClient> | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly everyMs = lookEveryMs) {}

  /** To be called for each worker before it asks for its first job. */
  add(workerId: string): void {
    this.workerIds.push(workerId);
  }

  /** Resolves once the locks are held; a worker waits for it before it takes a job. */
  async held(): Promise<void> {
    this.connection ??= this.connect();
    await this.connection;
  }

  /** Looks now and every 15 s. */
  start(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), this.everyMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    const client = await this.connection?.catch(() => null);
    this.connection = null;
    // The connection may live on in the pool, the locks must not.
    client?.release(true);
  }

  private async connect(): Promise<PoolClient> {
    try {
      const client = await databasePool().connect();
      client.once('error', () => this.lose(client));
      await client.query('SELECT pg_advisory_lock_shared($1, hashtext(id)) FROM unnest($2::text[]) AS id', [
        presenceLocks,
        this.workerIds,
      ]);
      return client;
    } catch (error) {
      this.connection = null;
      throw error;
    }
  }

  private lose(client: PoolClient): void {
    this.connection = null;
    client.release(true);
  }

  /** Frees jobs of the gone once. */
  async look(): Promise<void> {
    try {
      await this.held();
      const freed = await freeJobsOfTheGone(this.workerIds);
      if (freed.length > 0) log.warn({ workers: freed }, 'worker.gone');
    } catch (error) {
      // The database is away; the next look comes.
      log.warn({ err: error }, 'worker.presence');
    }
  }
}

/** Unlocks jobs whose worker holds no lock any more and is none of ours; returns those workers' ids. */
async function freeJobsOfTheGone(ours: string[]): Promise<string[]> {
  const { rows } = await databasePool().query<{ gone: string[] }>(
    `WITH holders AS MATERIALIZED (
       SELECT DISTINCT locked_by AS id FROM graphile_worker.jobs WHERE locked_by IS NOT NULL AND locked_by <> ALL ($2)
     ), gone AS MATERIALIZED (
       SELECT array_agg(id) AS ids FROM holders WHERE pg_try_advisory_xact_lock($1, hashtext(id))
     )
     SELECT ids AS gone, graphile_worker.force_unlock_workers(ids) FROM gone WHERE ids IS NOT NULL`,
    [presenceLocks, ours],
  );
  return rows[0]?.gone ?? [];
}
