import { accessSync, chmodSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from '../plain-error';

/** Less than this and the database cannot even write its log. */
const NEEDED_BYTES = 200 * 1024 * 1024;

/** Makes dataDir, closes it to others, and makes sure that it can be written and has room. Throws PlainError. */
export function prepareDataDir(dataDir: string): void {
  try {
    makeFolders(dataDir);
    chmodSync(dataDir, 0o700);
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw new PlainError(
      `Sluice cannot write to ${dataDir}: ${reasonOf(error)}; choose another place with SLUICE_DATA_DIR.`,
      {
        cause: error,
      },
    );
  }
  const { bavail, bsize } = statfsSync(dataDir);
  requireRoom(dataDir, bavail * bsize);
}

/** Step by step: Node's own recursive mkdir never returns where a file system answers ENOENT, as /proc does. */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(path.dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Throws PlainError when freeBytes is too little to start with. */
export function requireRoom(dataDir: string, freeBytes: number): void {
  if (freeBytes >= NEEDED_BYTES) return;
  const free = Math.floor(freeBytes / 1024 / 1024);
  throw new PlainError(
    `The disk of ${dataDir} is full: ${free} MB are free and Sluice needs ${NEEDED_BYTES / 1024 / 1024} MB to start.`,
  );
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'nothing can be made there',
    EACCES: 'this user may not',
    EPERM: 'this user may not',
    EROFS: 'it is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'it is not a folder',
    EEXIST: 'it is not a folder',
  };
  return reasons[code ?? ''] ?? message;
}
