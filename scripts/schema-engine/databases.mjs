import pg from 'pg';

/** Settings of Prisma's own that PostgreSQL does not know. */
const PRISMA_SETTINGS = ['schema', 'connection_limit', 'pool_timeout', 'pgbouncer'];

/**
 * Fields for pg out of a connection string. Fields and not the string: adapter-pg sets `database` for its shadow
 * database, and a connection string would win over it.
 */
export function toFields(url) {
  const parsed = new URL(url);
  for (const setting of PRISMA_SETTINGS) parsed.searchParams.delete(setting);
  const sslMode = parsed.searchParams.get('sslmode');
  return {
    host: parsed.hostname,
    port: Number(parsed.port || 5432),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)),
    ...(['require', 'verify-full', 'no-verify'].includes(sslMode) && {
      ssl: { rejectUnauthorized: sslMode === 'verify-full' },
    }),
  };
}

export async function execute(fields, sql) {
  const client = new pg.Client(fields);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export function ping(url) {
  return execute(toFields(url), 'SELECT 1');
}

/** Creates the database url names; one that exists is fine. Returns its name. */
export async function createDatabase(url) {
  const fields = toFields(url);
  try {
    await execute(
      { ...fields, database: 'postgres' },
      `CREATE DATABASE ${pg.escapeIdentifier(fields.database)}`,
    );
  } catch (error) {
    if (error.code !== '42P04') throw error;
  }
  return fields.database;
}

export function dropDatabase(url) {
  const fields = toFields(url);
  const name = pg.escapeIdentifier(fields.database);
  return execute({ ...fields, database: 'postgres' }, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}
