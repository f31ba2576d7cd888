import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { TEMPLATE } from './template';

/** A new database with all migrations applied, for the caller alone; gone with the test run. Returns its address. */
export function createDatabase(): Promise<string> {
  return makeDatabase(TEMPLATE);
}

/** A new database without a single table. */
export function createEmptyDatabase(): Promise<string> {
  return makeDatabase('template0');
}

async function makeDatabase(template: string): Promise<string> {
  const { databaseUrl } = inject('services');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await client.end();
  }
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
