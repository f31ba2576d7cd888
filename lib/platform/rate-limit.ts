import 'server-only';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { databasePool } from './db';

export type RateDecision = {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the window ends. */
  resetSeconds: number;
  windowSeconds: number;
};
type Consume = { key: string; limit: number; windowSeconds: number; points?: number };

const limiters = new Map<string, RateLimiterPostgres>();
const tableName = 'rate_limit';

function limiterFor(limit: number, windowSeconds: number): RateLimiterPostgres {
  const id = `${limit}/${windowSeconds}`;
  let limiter = limiters.get(id);
  if (!limiter) {
    limiter = new RateLimiterPostgres({
      storeClient: databasePool(),
      storeType: 'pool',
      tableName,
      tableCreated: true,
      points: limit,
      duration: windowSeconds,
      keyPrefix: String(windowSeconds),
      clearExpiredByTimeout: false,
    });
    limiters.set(id, limiter);
  }
  return limiter;
}

/**
 * Creates the limiter's table. Safe to repeat and to race. Unlogged: a call need not wait for the disk while it holds
 * the lock of its window's row, and a database that crashes forgets at most a window of counts.
 * Source: rate-limiter-flexible's own table shape.
 */
export async function migrateRateLimits(): Promise<void> {
  await databasePool().query(
    `CREATE UNLOGGED TABLE IF NOT EXISTS ${tableName} (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)`,
  );
}

/** Removes windows that ended; called by the sweep. */
export async function sweepRateLimits(): Promise<void> {
  await databasePool().query(`DELETE FROM ${tableName} WHERE expire < $1`, [Date.now()]);
}

/** Takes points from key's window, shared by all instances. Never throws for a full window: allowed is false then. */
export async function consume({ key, limit, windowSeconds, points = 1 }: Consume): Promise<RateDecision> {
  const toDecision = (result: RateLimiterRes, allowed: boolean): RateDecision => ({
    allowed,
    limit,
    remaining: Math.max(0, result.remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
    windowSeconds,
  });
  try {
    return toDecision(await limiterFor(limit, windowSeconds).consume(key, points), true);
  } catch (error) {
    if (error instanceof RateLimiterRes) return toDecision(error, false);
    throw error;
  }
}

/** Gives points back to key's window: for limits that count failures only, taken first so that races cannot pass. */
export async function giveBack({ key, limit, windowSeconds, points = 1 }: Consume): Promise<void> {
  await limiterFor(limit, windowSeconds).reward(key, points);
}
