import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { PlainError } from '../plain-error';
import { freePort } from './ports';
import { type Account, dataFolderName, isOtherAccount, postgresAccount } from './postgres-account';
import { type Binaries, postgresBinaries } from './postgres-binaries';
import { endLeftover } from './postgres-leftover';
import { sendSignal, waitUntil } from './processes';

const USER = 'sluice';
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

export type PostgresOptions = {
  /** Holds `data/`, `password` and `postgres.log`; made when missing. */
  dir: string;
  /** Default: any free port. Always 127.0.0.1. */
  port?: number;
  /** False trades safety against power loss for speed: tests only. */
  durable?: boolean;
};

export type Postgres = {
  pid: number;
  port: number;
  /** Connection string with the password in it: a secret. */
  url: (database: string) => string;
  /** Resolves when the server has ended, wanted or not. */
  exited: Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Starts the embedded PostgreSQL on loopback and resolves when it accepts our password. Makes the data folder on the
 * first run, ends a leftover of an earlier supervisor, works as root and as an ordinary user. Throws PlainError.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const account = postgresAccount();
  const binaries = postgresBinaries(account);
  const dir = path.resolve(options.dir);
  const dataDir = path.join(dir, 'data');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const password = readOrMakePassword(dir);
  await endLeftover(dataDir);
  if (!isInitialised(dataDir))
    initialise({ binaries, account, dataDir, password, durable: options.durable ?? true });

  // A server killed a moment ago can leave shared memory or a zombie for some seconds: try again before giving up.
  const deadline = performance.now() + 15_000;
  for (;;) {
    const port = options.port ?? (await freePort());
    const server = launch({ binaries, account, dir, dataDir, port, durable: options.durable ?? true });
    const url = (database: string) => toConnectionUrl({ password, port, database });
    if (await isReady(server, url('postgres'))) return toPostgres(server, port, url);
    if (performance.now() > deadline) {
      throw new PlainError(
        `The embedded PostgreSQL did not start: ${lastLogLine(dir)} (see ${logFile(dir)}).`,
      );
    }
    await endLeftover(dataDir);
  }
}

/** Creates database on the server of serverUrl unless it exists; template as in CREATE DATABASE … TEMPLATE. */
export async function ensureDatabase(serverUrl: string, database: string, template?: string): Promise<void> {
  const url = new URL(serverUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount) return;
    const from = template ? ` TEMPLATE ${pg.escapeIdentifier(template)}` : '';
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}${from}`);
  } finally {
    await client.end();
  }
}

/** The address of database on an embedded server of this machine; the password in it makes it a secret. */
export function toConnectionUrl({
  password,
  port,
  database,
}: {
  password: string;
  port: number;
  database: string;
}): string {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

/** The password of the server kept in dir, or null when none was ever made there. */
export function readPassword(dir: string): string | null {
  const file = path.join(dir, 'password');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

function readOrMakePassword(dir: string): string {
  const kept = readPassword(dir);
  if (kept) return kept;
  if (isInitialised(path.join(dir, 'data'))) {
    throw new PlainError(
      `${path.join(dir, 'password')} is missing, so the database beside it cannot be opened.`,
    );
  }
  const password = randomBytes(24).toString('hex');
  writeFileSync(path.join(dir, 'password'), password, { mode: 0o600 });
  return password;
}

/** Our own mark, written after initdb: a start that was cut short begins anew. */
function isInitialised(dataDir: string): boolean {
  return existsSync(path.join(dataDir, 'sluice-initialised'));
}

type Cluster = { binaries: Binaries; account: Account; dataDir: string; durable: boolean };

function initialise({ binaries, account, dataDir, password, durable }: Cluster & { password: string }): void {
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { mode: 0o700 });
  const passwordDir = mkdtempSync(
    path.join(isOtherAccount(account) ? '/tmp' : os.tmpdir(), 'sluice-initdb-'),
  );
  const passwordFile = path.join(passwordDir, 'password');
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (isOtherAccount(account)) {
      for (const target of [dataDir, passwordDir, passwordFile]) chownSync(target, account.uid, account.gid);
    }
    const result = spawnSync(
      binaries.initdb,
      [
        ...['-D', dataFolderName(dataDir, account), '-U', USER, `--pwfile=${passwordFile}`],
        // ICU: with the C locale lower(), ILIKE and sorting fail outside ASCII.
        ...[
          '--auth=scram-sha-256',
          '-E',
          'UTF8',
          '--locale-provider=icu',
          '--icu-locale=und',
          '--locale=C.UTF-8',
        ],
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...account, cwd: dataDir, encoding: 'utf8' },
    );
    if (result.status !== 0) {
      const reason = result.error?.message ?? result.stderr.trim().split('\n').at(-1);
      throw new PlainError(`The embedded PostgreSQL could not make its data folder ${dataDir}: ${reason}`);
    }
    writeFileSync(path.join(dataDir, 'sluice-initialised'), '');
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordDir, { recursive: true, force: true });
  }
}

function launch({
  binaries,
  account,
  dir,
  dataDir,
  port,
  durable,
}: Cluster & { dir: string; port: number }): ChildProcess {
  const log = openLog(dir);
  try {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port: String(port),
      max_connections: '200',
      ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    };
    return spawn(
      binaries.postgres,
      [
        '-D',
        dataFolderName(dataDir, account),
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      // A group of its own: Ctrl-C in the terminal reaches the supervisor only. A log file instead of a pipe: a pipe
      // would break when the supervisor is killed.
      { ...account, cwd: dataDir, detached: true, stdio: ['ignore', log, log] },
    );
  } finally {
    closeSync(log);
  }
}

async function isReady(server: ChildProcess, url: string): Promise<boolean> {
  let ended = false;
  server.once('exit', () => {
    ended = true;
  });
  server.once('error', () => {
    ended = true;
  });
  let ready = false;
  await waitUntil(
    async () => {
      ready = !ended && (await accepts(url));
      return ready || ended;
    },
    { timeoutMs: 60_000 },
  );
  if (!ready && !ended && server.pid) sendSignal(server.pid, 'SIGQUIT');
  return ready && !ended;
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
    await client.end();
    return true;
  } catch {
    // Not listening yet, or still recovering (57P03): asked again by the caller.
    return false;
  }
}

function toPostgres(server: ChildProcess, port: number, url: (database: string) => string): Postgres {
  const pid = server.pid as number;
  const exited = new Promise<void>((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) resolve();
    else server.once('exit', () => resolve());
  });
  const stop = async () => {
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
      if (server.exitCode !== null || server.signalCode !== null) break;
      server.kill(signal);
      const given = new AbortController();
      await Promise.race([
        exited,
        waitUntil(() => given.signal.aborted, { timeoutMs: 10_000, intervalMs: 100 }),
      ]);
      given.abort();
    }
    await exited;
  };
  return { pid, port, url, exited, stop };
}

const logFile = (dir: string) => path.join(dir, 'postgres.log');

function openLog(dir: string): number {
  const file = logFile(dir);
  const isLong = existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES;
  const fd = openSync(file, isLong ? 'w' : 'a', 0o600);
  chmodSync(file, 0o600);
  return fd;
}

function lastLogLine(dir: string): string {
  const lines = existsSync(logFile(dir)) ? readFileSync(logFile(dir), 'utf8').trim().split('\n') : [];
  return lines.findLast((line) => /FATAL|PANIC|could not/.test(line)) ?? lines.at(-1) ?? 'it wrote no log';
}
