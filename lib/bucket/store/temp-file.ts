import { unlink, writev } from 'node:fs';
import { promisify } from 'node:util';
import { closeFile, openFile, syncFileData } from './durable';
import { encodeFooter } from './footer';

const writeBuffers = promisify(writev);

/** One write for so many bytes: fewer trips to the thread pool, and a bound on memory for each body. */
const batchBytes = 512 * 1024;

/**
 * A file being received. Made at its first write, so a body refused early never touches the disk.
 * At most two batches are in memory: one being written, one being filled.
 */
export class TempFile {
  private fd: number | undefined;
  private batch: Buffer[] = [];
  private batchSize = 0;
  private writing: Promise<void> = Promise.resolve();
  private failed: unknown;

  constructor(readonly path: string) {}

  /** Takes a piece. Returns a promise to wait for when the disk is slower than the sender. */
  append(piece: Buffer): Promise<void> | undefined {
    if (this.failed) throw this.failed;
    this.batch.push(piece);
    this.batchSize += piece.length;
    if (this.batchSize < batchBytes) return undefined;
    return this.flush();
  }

  /** Ends the file with its record and puts it on the disk. It still lies in the folder for temporary files. */
  async seal(record: object): Promise<void> {
    this.batch.push(encodeFooter(record));
    await this.flush();
    await this.writing;
    if (this.failed) throw this.failed;
    const fd = await this.descriptor();
    await syncFileData(fd);
    this.fd = undefined;
    await closeFile(fd);
  }

  /** Removes it; for bodies that turned out wrong. */
  async discard(): Promise<void> {
    await this.writing;
    if (this.fd !== undefined) {
      const fd = this.fd;
      this.fd = undefined;
      await closeFile(fd);
    }
    await new Promise<void>((resolve) => unlink(this.path, () => resolve())); // absent when nothing was written
  }

  /** Starts writing the batch once the one before it is written; waits for that one only. */
  private async flush(): Promise<void> {
    await this.writing;
    if (this.failed) throw this.failed;
    const buffers = this.batch;
    this.batch = [];
    this.batchSize = 0;
    this.writing = this.writeAll(buffers).catch((error: unknown) => {
      this.failed = error;
    });
  }

  private async writeAll(buffers: Buffer[]): Promise<void> {
    const fd = await this.descriptor();
    let rest = buffers;
    while (rest.length) rest = without(rest, (await writeBuffers(fd, rest)).bytesWritten);
  }

  private async descriptor(): Promise<number> {
    this.fd ??= await openFile(this.path, 'wx', 0o600);
    return this.fd;
  }
}

/** What is left of the buffers after `written` bytes; a write may end short. */
function without(buffers: Buffer[], written: number): Buffer[] {
  let left = written;
  for (const [index, buffer] of buffers.entries()) {
    if (left < buffer.length) return [buffer.subarray(left), ...buffers.slice(index + 1)];
    left -= buffer.length;
  }
  return [];
}
