import { statfs } from 'node:fs/promises';
import { S3Error } from '../errors';

const refreshMs = 500;

/** Room kept for one body. */
export interface Reservation {
  /** Bytes that reached the disk: from now on the disk itself counts them. */
  spend(bytes: number): void;
  release(): void;
}

/**
 * Admits bodies while enough of the disk stays free. Bodies under way count with what they have
 * still to write, so that many at once cannot pass the limit together.
 */
export class DiskSpace {
  private promisedBytes = 0;
  private known: Measured | undefined;

  constructor(
    private readonly folder: string,
    private readonly minFreeFraction: number,
  ) {}

  /** Reserves `bytes`. Throws InsufficientStorage. */
  async admit(bytes: number): Promise<Reservation> {
    // Refused only on fresh knowledge: somebody may just have made room.
    const hasRoom =
      this.hasRoomFor(bytes, await this.measure()) || this.hasRoomFor(bytes, await this.measure(true));
    if (!hasRoom) throw new S3Error('InsufficientStorage');
    let left = bytes;
    this.promisedBytes += bytes;
    const spend = (count: number) => {
      const spent = Math.min(count, left);
      left -= spent;
      this.promisedBytes -= spent;
    };
    return { spend, release: () => spend(left) };
  }

  private hasRoomFor(bytes: number, { freeBytes, totalBytes }: Measured): boolean {
    return freeBytes - this.promisedBytes - bytes >= totalBytes * this.minFreeFraction;
  }

  private async measure(afresh = false): Promise<Measured> {
    if (!afresh && this.known && Date.now() - this.known.atMs < refreshMs) return this.known;
    const disk = await statfs(this.folder);
    // bavail is what an ordinary user may take; the kernel keeps the rest for root.
    this.known = {
      freeBytes: disk.bavail * disk.bsize,
      totalBytes: disk.blocks * disk.bsize,
      atMs: Date.now(),
    };
    return this.known;
  }
}

interface Measured {
  freeBytes: number;
  totalBytes: number;
  atMs: number;
}
