import { randomUUID } from 'node:crypto';
import { close, closeSync, fdatasync, fsync, open, openSync, read, rename, write } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

// The callback functions cost about half of what a FileHandle does, and small objects are made of these calls.
export const openFile = promisify(open);
export const closeFile = promisify(close);
export const readBuffer = promisify(read);
export const renameFile = promisify(rename);
export const syncFileData = promisify(fdatasync);
const fsyncFile = promisify(fsync);
const writeBuffer = promisify(write);

/** Folders whose descriptors stay open: writers of one moment share a few of them. */
const openFolders = 32;

/** fsync of folders where callers that wait at the same time share one call. */
export class FolderSync {
  private readonly running = new Map<string, Promise<void>>();
  private readonly queued = new Map<string, Promise<void>>();
  private readonly descriptors = new Map<string, number>();

  /** Resolves once a sync that began after this call has ended. */
  sync(folder: string): Promise<void> {
    const queued = this.queued.get(folder);
    if (queued) return queued;
    const running = this.running.get(folder);
    if (!running) return this.begin(folder);
    const next = running
      .catch(() => undefined)
      .then(() => {
        this.queued.delete(folder);
        return this.begin(folder);
      });
    this.queued.set(folder, next);
    return next;
  }

  /** Forgets a folder that was removed, and frees what was open for it. */
  forget(folder: string): void {
    const fd = this.descriptors.get(folder);
    if (fd === undefined || this.running.has(folder)) return;
    this.descriptors.delete(folder);
    closeSync(fd);
  }

  /** Closes every folder. Call when nothing is being synced. */
  close(): void {
    for (const folder of [...this.descriptors.keys()]) this.forget(folder);
  }

  private begin(folder: string): Promise<void> {
    const done = this.syncOnce(folder).finally(() => this.running.delete(folder));
    this.running.set(folder, done);
    return done;
  }

  private async syncOnce(folder: string): Promise<void> {
    if (process.platform === 'win32') return; // folders cannot be opened there, and NTFS journals its names
    await fsyncFile(this.descriptor(folder));
  }

  private descriptor(folder: string): number {
    const fd = this.descriptors.get(folder) ?? openSync(folder, 'r');
    this.descriptors.delete(folder);
    this.descriptors.set(folder, fd); // now the youngest
    if (this.descriptors.size > openFolders) {
      const oldest = [...this.descriptors.keys()].find((name) => name !== folder && !this.running.has(name));
      if (oldest !== undefined) this.forget(oldest);
    }
    return fd;
  }
}

/** Writes a whole file so that after a crash it is there complete or not at all. */
export async function writeDurably(path: string, content: Buffer, tempFolder: string, folders: FolderSync) {
  const temp = join(tempFolder, randomUUID());
  const fd = await openFile(temp, 'wx', 0o600);
  try {
    let at = 0;
    while (at < content.length)
      at += (await writeBuffer(fd, content, at, content.length - at, at)).bytesWritten;
    await syncFileData(fd);
  } finally {
    await closeFile(fd);
  }
  await renameFile(temp, path);
  await folders.sync(dirname(path));
}

export async function makeFolderDurably(path: string, folders: FolderSync): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await folders.sync(dirname(path));
}
