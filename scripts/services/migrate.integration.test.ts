import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmptyDatabase } from '@/scripts/testing/database';
import { applyMigrations } from './migrate';

let folder: string;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-migrations-'));
  url = await createEmptyDatabase();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function addMigration(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, 'migration.sql'), sql);
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const result = await client.query(sql);
  await client.end();
  return result.rows;
}

describe('applyMigrations', () => {
  it('applies what is missing, in order, and nothing twice', async () => {
    addMigration('1_boat', 'CREATE TABLE boat (id int); INSERT INTO boat VALUES (1);');
    addMigration('2_boat_name', 'ALTER TABLE boat ADD name text;');
    expect(await applyMigrations({ url, folder })).toEqual(['1_boat', '2_boat_name']);
    expect(await applyMigrations({ url, folder })).toEqual([]);
    addMigration('3_more', 'INSERT INTO boat VALUES (2, $$b$$);');
    expect(await applyMigrations({ url, folder })).toEqual(['3_more']);
    expect(await rows('SELECT id FROM boat ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('undoes a migration that fails half-way and says which one', async () => {
    addMigration('1_boat', 'CREATE TABLE boat (id int);');
    addMigration('2_bad', 'CREATE TABLE half (id int); SELECT broken;');
    await expect(applyMigrations({ url, folder })).rejects.toThrow(/2_bad failed and was undone/);
    expect(await rows("SELECT to_regclass('half') AS half, to_regclass('boat') IS NOT NULL AS boat")).toEqual(
      [{ half: null, boat: true }],
    );
  });

  it('says what to do when the server lacks an extension or keeps it for its administrators', async () => {
    addMigration('1_search', 'CREATE EXTENSION no_such_thing;');
    const said = await applyMigrations({ url, folder }).catch((error: Error) => error.message);
    expect(said).toMatch(
      /needs PostgreSQL's extension no_such_thing to search.*contrib.*CREATE EXTENSION no_such_thing;/s,
    );
  });

  it('lets ten instances start at once: each migration runs a single time', async () => {
    addMigration('1_boat', 'CREATE TABLE boat (id int); INSERT INTO boat VALUES (1);');
    const done = await Promise.all(Array.from({ length: 10 }, () => applyMigrations({ url, folder })));
    expect(done.flat()).toEqual(['1_boat']);
    expect(await rows('SELECT count(*)::int AS count FROM boat')).toEqual([{ count: 1 }]);
  });

  it('refuses an edited migration, but not one with other line ends', async () => {
    addMigration('1_boat', 'CREATE TABLE boat (\n id int\n);\n');
    await applyMigrations({ url, folder });
    addMigration('1_boat', 'CREATE TABLE boat (\r\n id int\r\n);\r\n');
    expect(await applyMigrations({ url, folder })).toEqual([]);
    addMigration('1_boat', 'CREATE TABLE boat (\n id bigint\n);\n');
    await expect(applyMigrations({ url, folder })).rejects.toThrow(/was changed after it had been applied/);
  });

  it('refuses a database that is newer than the code', async () => {
    addMigration('1_boat', 'CREATE TABLE boat (id int);');
    addMigration('2_new', 'CREATE TABLE newer (id int);');
    await applyMigrations({ url, folder });
    rmSync(path.join(folder, '2_new'), { recursive: true });
    await expect(applyMigrations({ url, folder })).rejects.toThrow(/2_new, which this version does not know/);
  });
});
