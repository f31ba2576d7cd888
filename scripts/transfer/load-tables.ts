import pg from 'pg';
import { PlainError } from '../plain-error';
import { columnsOf, plainText, presentTables } from './dump-tables';
import { readLines } from './json-lines';
import { type Manifest, type TableEntry, tableFile } from './manifest';

const rowsAtOnce = 500;

/** Throws PlainError when any of our tables holds a row. Tables that are not there yet are empty. */
export async function requireEmpty(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    for (const table of await presentTables(client)) {
      const { rowCount } = await client.query(`SELECT 1 FROM ${pg.escapeIdentifier(table)} LIMIT 1`);
      if (rowCount)
        throw new PlainError(
          `This installation is not empty (its database has rows in ${table}), and nothing was changed. Restore into a new one: another SLUICE_DATA_DIR, or an empty database.`,
        );
    }
  });
}

/** Migrations of the database, oldest first; none when it has no tables yet. */
export async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name',
  );
  return rows.map(({ name }) => name);
}

/**
 * Fills the tables from a backup in one transaction: all rows or none. Foreign keys are taken off meanwhile, for tables
 * may name each other in circles, and checked when they are put back. The tables must be those of the backup's migrations.
 */
export async function loadTables(databaseUrl: string, backup: string, manifest: Manifest): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const present = await appliedMigrations(client);
    if (present.join() !== manifest.migrations.join())
      throw new PlainError(
        'The tables of this database are not those of the backup. Restore into an empty database; the next start brings it up to date.',
      );
    await client.query('BEGIN');
    await client.query(plainText);
    const foreignKeys = await dropForeignKeys(client);
    for (const table of manifest.tables) await loadTable(client, backup, table);
    for (const { table, name, definition } of foreignKeys)
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`);
    await client.query('COMMIT');
  });
}

async function loadTable(client: pg.Client, backup: string, table: TableEntry): Promise<void> {
  const types = new Map((await columnsOf(client, table.name)).map(({ name, type }) => [name, type]));
  const values = table.columns.map((column, i) => `(line->>${i})::${types.get(column)}`).join(', ');
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const insert = `INSERT INTO ${pg.escapeIdentifier(table.name)} (${columns})
    SELECT ${values} FROM jsonb_array_elements($1::jsonb) AS line`;
  let rows = 0;
  for await (const lines of readLines(tableFile(backup, table.name), rowsAtOnce)) {
    const { rowCount } = await client.query(insert, [`[${lines.join(',')}]`]);
    rows += rowCount ?? 0;
  }
  if (rows !== table.rows)
    throw new PlainError(`${table.name} has ${rows} rows in the backup instead of ${table.rows}.`);
}

type ForeignKey = { table: string; name: string; definition: string };

async function dropForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY($1::regclass[])`,
    [(await presentTables(client)).map((name) => pg.escapeIdentifier(name))],
  );
  for (const { table, name } of rows)
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`);
  return rows;
}

async function withClient(databaseUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
