import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from '../plain-error';
import { isAlive, sendSignal, waitUntil } from './processes';

/** What a running server wrote into its data folder. Source: PostgreSQL src/include/utils/pidfile.h. */
export function readPidFile(dataDir: string): { pid: number; port: number } | null {
  const file = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  return pid ? { pid, port: port || 0 } : null;
}

/**
 * Ends a server that outlived its supervisor, so that the data folder has exactly one. Starting again costs 50 ms, less
 * than telling a healthy leftover from a sick one. Removes a pid file whose number now belongs to somebody else.
 */
export async function endLeftover(dataDir: string): Promise<'none' | 'stale' | 'ended'> {
  const leftover = readPidFile(dataDir);
  if (!leftover) return 'none';
  if (!isAlive(leftover.pid) || !isServerOf(leftover.pid, dataDir)) {
    rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
    return 'stale';
  }
  // SIGINT: "fast" shutdown, transactions rolled back; SIGQUIT: at once, recovered from the WAL on the next start.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    sendSignal(leftover.pid, signal);
    if (await waitUntil(() => !isAlive(leftover.pid), { timeoutMs: 15_000 })) return 'ended';
  }
  throw new PlainError(
    `A PostgreSQL server (process ${leftover.pid}) holds ${dataDir} and does not end; end it by hand.`,
  );
}

function isServerOf(pid: number, dataDir: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(dataDir);
  } catch {
    // The process ended between the two looks, or belongs to another account: not a server of ours.
    return false;
  }
}
