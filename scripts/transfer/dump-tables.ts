import pg from 'pg';
import { Prisma } from '@/lib/generated/prisma/client';
import { writeLines } from './json-lines';
import { type TableEntry, tableFile } from './manifest';

const rowsAtOnce = 1_000;

/** Tables that hold data of ours: those of the schema. Queue and rate limits are made again by a start. */
export const tableNames: readonly string[] = Object.values(Prisma.ModelName);

/** How values are written as text, whatever the server's own settings. */
export const plainText = `SET LOCAL "TimeZone" = 'UTC'; SET LOCAL "DateStyle" = 'ISO, YMD';
  SET LOCAL "IntervalStyle" = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`;

/** Runs work in one transaction that sees the database as it is at its beginning. */
export async function inSnapshot<Result>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await client.query(plainText);
    const result = await work(client);
    await client.query('ROLLBACK');
    return result;
  } finally {
    await client.end();
  }
}

/** Those of our tables that the database has: one that waits for its migrations lacks the newest. */
export async function presentTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NOT NULL',
    [tableNames],
  );
  return rows.map(({ name }) => name);
}

/** Writes every table of the snapshot into its file below backup. */
export async function dumpTables(client: pg.Client, backup: string): Promise<TableEntry[]> {
  const entries: TableEntry[] = [];
  for (const name of await presentTables(client)) {
    const columns = (await columnsOf(client, name)).map((column) => column.name);
    const { lines, sha256 } = await writeLines(tableFile(backup, name), rowsOf(client, name, columns));
    entries.push({ name, columns, rows: lines, sha256 });
  }
  return entries;
}

export type Column = { name: string; type: string };

/** The columns of a table that can be written, in order, with their types as SQL names them. */
export async function columnsOf(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [pg.escapeIdentifier(table)],
  );
  return rows;
}

async function* rowsOf(client: pg.Client, table: string, columns: string[]): AsyncGenerator<string[]> {
  const values = columns.map((column) => `${pg.escapeIdentifier(column)}::text`).join(', ');
  await client.query(
    `DECLARE dump NO SCROLL CURSOR FOR SELECT json_build_array(${values})::text AS line FROM ${pg.escapeIdentifier(table)}`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${rowsAtOnce} FROM dump`);
    yield rows.map(({ line }) => line);
    if (rows.length < rowsAtOnce) break;
  }
  await client.query('CLOSE dump');
}
