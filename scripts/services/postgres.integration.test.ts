import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureDatabase, type Postgres, startPostgres } from './postgres';
import { endLeftover, readPidFile } from './postgres-leftover';
import { isAlive, sendSignal, waitUntil } from './processes';

let home: string;
let dir: string;
const started: Postgres[] = [];

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'sluice-postgres-'));
  dir = path.join(home, 'postgres');
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  rmSync(home, { recursive: true, force: true });
});

async function start(): Promise<Postgres> {
  const server = await startPostgres({ dir, durable: false });
  started.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  it('keeps what was written over a stop and a start, also below a private folder', async () => {
    chmodSync(home, 0o700);
    const first = await start();
    await ensureDatabase(first.url('postgres'), 'sluice');
    await query(first.url('sluice'), 'CREATE TABLE boat AS SELECT 1 AS id');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start();
    expect(await query(second.url('sluice'), 'SELECT id FROM boat')).toEqual([{ id: 1 }]);
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const server = await start();
    const url = new URL(server.url('postgres'));
    url.password = 'wrong';
    await expect(query(url.toString(), 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(path.join(dir, 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
  });

  it('compares letters of every script without regard to case', async () => {
    const server = await start();
    await ensureDatabase(server.url('postgres'), 'sluice');
    expect(
      await query(server.url('sluice'), "SELECT 'ÄÖÜ Жук' ILIKE 'äöü жук' AS same, lower('Ж') AS low"),
    ).toEqual([{ same: true, low: 'ж' }]);
  });

  it('comes back with every committed row after kill -9', async () => {
    const first = await start();
    await ensureDatabase(first.url('postgres'), 'sluice');
    await query(first.url('sluice'), 'CREATE TABLE boat AS SELECT generate_series(1, 1000) AS id');
    sendSignal(first.pid, 'SIGKILL');
    await first.exited;
    const second = await start();
    expect(await query(second.url('sluice'), 'SELECT count(*)::int AS count FROM boat')).toEqual([
      { count: 1000 },
    ]);
  });

  it('ends a server that outlived its supervisor and takes its place', async () => {
    const first = await start();
    const second = await start();
    await first.exited;
    expect(second.pid).not.toBe(first.pid);
    expect(readPidFile(path.join(dir, 'data'))?.pid).toBe(second.pid);
  });

  it('begins anew when the first start was cut short', async () => {
    mkdirSync(path.join(dir, 'data', 'base'), { recursive: true });
    writeFileSync(path.join(dir, 'data', 'PG_VERSION'), '18\n');
    const server = await start();
    expect(await query(server.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says in one sentence that the password of an existing database is gone', async () => {
    await (await start()).stop();
    rmSync(path.join(dir, 'password'));
    await expect(start()).rejects.toThrow(/password is missing/);
  });
});

describe('endLeftover', () => {
  it('never ends a process that merely got the number of an old server', async () => {
    const data = path.join(dir, 'data');
    mkdirSync(data, { recursive: true });
    writeFileSync(path.join(data, 'postmaster.pid'), `${process.pid}\n${data}\n1\n5432\n`);
    expect(await endLeftover(data)).toBe('stale');
    expect(existsSync(path.join(data, 'postmaster.pid'))).toBe(false);
    expect(await waitUntil(() => isAlive(process.pid), { timeoutMs: 100 })).toBe(true);
  });
});
