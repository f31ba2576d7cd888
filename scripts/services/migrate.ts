import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { PlainError } from '../plain-error';

/** The lock Prisma's own migrate takes, so that neither runs beside the other. Source: prisma-engines, advisory_lock.rs. */
const PRISMA_LOCK = 72_707_369;

const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

type Migration = { name: string; sql: string };
type Request = {
  url: string;
  folder: string;
  /** The last one to apply; all by default. */
  upTo?: string | undefined;
};
type AppliedRow = { migration_name: string; checksum: string; finished_at: Date | null };

/**
 * Applies the migrations of folder that database url lacks, in order, each in one transaction, and returns their names.
 * Writes the rows `prisma migrate status` reads, without Prisma's command line. Throws PlainError when the database
 * is newer than this code, holds an edited or half-done migration, or refuses a statement.
 */
export async function applyMigrations({ url, folder, upTo }: Request): Promise<string[]> {
  const migrations = readMigrations(folder);
  if (upTo !== undefined && !migrations.some(({ name }) => name === upTo))
    throw new PlainError(`This version does not know migration ${upTo}: use the Sluice that knows it.`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(TABLE);
    const applied = await client.query<AppliedRow>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
    );
    const pending = planMigrations(migrations, applied.rows).filter(
      ({ name }) => upTo === undefined || name <= upTo,
    );
    for (const migration of pending) await applyOne(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** The migrations still to apply. Throws PlainError when history and folder disagree. */
export function planMigrations(migrations: Migration[], applied: AppliedRow[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = known.get(row.migration_name);
    if (!row.finished_at) {
      throw new PlainError(
        `Migration ${row.migration_name} was begun and never finished; see "npx prisma migrate resolve".`,
      );
    }
    if (!migration) {
      throw new PlainError(
        `The database already has migration ${row.migration_name}, which this version does not know: start the newer Sluice, or restore the backup made before the update.`,
      );
    }
    if (!checksums(migration.sql).includes(row.checksum)) {
      throw new PlainError(
        `Migration ${row.migration_name} was changed after it had been applied; restore its file.`,
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

/** Names of the migrations in folder, oldest first. */
export const migrationNames = (folder: string): string[] => readMigrations(folder).map(({ name }) => name);

function readMigrations(folder: string): Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') }));
}

async function applyOne(client: pg.Client, { name, sql }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp(), 1)',
      [randomUUID(), checksums(sql)[0], name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new PlainError(
      `Migration ${name} failed and was undone: ${missingExtension(cause) ?? (cause as Error).message}`,
      { cause },
    );
  }
}

/** What to do when the server has no such extension (58P01, 0A000) or does not let us add it (42501). */
function missingExtension(error: unknown): string | null {
  const { code, message } = error as { code?: string; message: string };
  const extension = /extension "(\w+)"/.exec(message)?.[1];
  if (!extension || !['58P01', '0A000', '42501'].includes(code ?? '')) return null;
  return `Sluice needs PostgreSQL's extension ${extension} to search names quickly, and the server says: ${message}. Install the package with PostgreSQL's contrib modules, or let an administrator of the database run: CREATE EXTENSION ${extension}; then start again.`;
}

/** As written, and as git may have turned the line ends: Prisma accepts both too. */
function checksums(sql: string): string[] {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sql, unix, unix.replaceAll('\n', '\r\n')].map((text) =>
    createHash('sha256').update(text).digest('hex'),
  );
}
