import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from '../plain-error';
import { isAlive } from '../services/processes';

export type Lock = {
  /** Adds where people find this Sluice, for whoever starts it a second time. */
  setUrl: (url: string) => void;
  release: () => void;
};

type Holder = { pid: number; url?: string };

/**
 * Takes the data folder for this process alone. The lock of a process that is gone is taken over. Throws PlainError
 * that names the process and its address.
 */
export function takeLock(dataDir: string): Lock {
  const file = path.join(dataDir, 'lock.json');
  const mine = `${file}.${process.pid}`;
  const write = (holder: Holder) => writeFileSync(mine, JSON.stringify(holder), { mode: 0o600 });
  write({ pid: process.pid });
  try {
    while (!tryLink(mine, file)) {
      const holder = readHolder(file);
      if (holder && isHolder(holder.pid)) {
        const where = holder.url ? ` at ${holder.url}` : '';
        throw new PlainError(`Sluice is already running here${where} (process ${holder.pid}).`);
      }
      clearStale(file);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    setUrl: (url) => {
      write({ pid: process.pid, url });
      renameSync(mine, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** Where people find the Sluice that runs on dataDir; null when none does. */
export function findRunningUrl(dataDir: string): string | null {
  const holder = readHolder(path.join(dataDir, 'lock.json'));
  return holder?.url && isHolder(holder.pid) ? holder.url : null;
}

/** link() is the one step that either makes the file, whole, or says that it exists. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moved aside before it is removed, so that of two starters only one can clear the same lock. */
function clearStale(file: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  rmSync(aside, { force: true });
}

function readHolder(file: string): Holder | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    // Gone since, or not ours: as good as stale.
    return null;
  }
}

/**
 * Whether pid is a program of ours that holds data folders. A number alone may belong to anything after a reboot, in a
 * container most of all.
 */
function isHolder(pid: number): boolean {
  if (!isAlive(pid) || pid === process.pid) return false;
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return /scripts[\\/](start|admin|doctor|backup|restore|move-bucket)\b/.test(command);
  } catch {
    // It ended between the two looks.
    return false;
  }
}
