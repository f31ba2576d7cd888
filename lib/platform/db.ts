import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from '@/lib/generated/prisma/client';
import { env } from './env';

export { Prisma };
/** What a query needs: the client itself or the caller's transaction. */
export type Tx = Prisma.TransactionClient;

type Connections = { pool: pg.Pool; client: PrismaClient };
/** next dev reloads modules; connections live on the global object so that a reload does not leak a pool. */
const holder = globalThis as typeof globalThis & { sluiceDatabase?: Connections };

function connect(): Connections {
  const connectionString = env().DATABASE_URL;
  if (!connectionString) throw new Error('DATABASE_URL is not set; npm start brings a database of its own.');
  const pool = new pg.Pool({
    connectionString,
    max: env().DATABASE_POOL_SIZE,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
  });
  // An idle connection that breaks is replaced at the next query, which reports its own error.
  pool.on('error', () => undefined);
  return { pool, client: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

function connections(): Connections {
  holder.sluiceDatabase ??= connect();
  return holder.sluiceDatabase;
}

/** The process's only Prisma client. */
export const db = (): PrismaClient => connections().client;

/** The pool below it, for the libraries that bring tables of their own (queue, rate limits). */
export const databasePool = (): pg.Pool => connections().pool;

/** Statements that each connection plans once. */
const statementNames = new Map<string, string>();

/**
 * Rows of one constant SELECT straight from the pool, as pg reads them (bigint comes as text), planned once a connection.
 * For the few reads that every call makes or that fetch a hundred rows to sign: there Prisma takes twice to three times
 * the processor time.
 */
export async function readRows<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[],
): Promise<Row[]> {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = `sluice-${statementNames.size}`;
    statementNames.set(text, name);
  }
  const { rows } = await databasePool().query<Row>({ name, text, values });
  return rows;
}

/** Runs work in one transaction; waits at most 5 s for a connection and 15 s for the work. */
export function transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return db().$transaction(work, { maxWait: 5_000, timeout: 15_000 });
}

/**
 * Runs work while no other process runs anything under the same key; waits for its turn. For what libraries do in
 * several transactions of their own. The lock goes with its connection when the process dies.
 */
export async function oneAtATime<Result>(key: number, work: () => Promise<Result>): Promise<Result> {
  const client = await databasePool().connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [key]);
    return await work();
  } finally {
    client.release(true);
  }
}

/** Ends all connections: at shutdown and between tests. */
export async function disconnect(): Promise<void> {
  const current = holder.sluiceDatabase;
  if (!current) return;
  holder.sluiceDatabase = undefined;
  await current.client.$disconnect();
  await current.pool.end();
}

/** Whether error is PostgreSQL's unique violation (P2002 through Prisma, 23505 raw). */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return (
      error.code === 'P2002' || (error.code === 'P2010' && JSON.stringify(error.meta ?? {}).includes('23505'))
    );
  }
  return false;
}
