import { randomBytes } from 'node:crypto';
import { rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { BucketCatalog } from './buckets';
import { DiskSpace } from './disk-space';
import { type FolderSync, makeFolderDurably, renameFile } from './durable';
import type { Index } from './index-db';
import { KeyLock } from './key-lock';
import type { Layout } from './layout';
import type { ObjectRecord, StoredObject } from './records';
import { SetPins } from './set-pins';
import { TempFile } from './temp-file';

/** Decides under the key's lock whether a write may go on; throws when not. */
export type Condition = (present: StoredObject | null) => void;

/** Objects on the disk: every change is on the disk before it is answered, and seen whole or not at all. */
export class Store {
  readonly keyLock = new KeyLock();
  readonly pins: SetPins;
  readonly space: DiskSpace;
  private lastFolder: Promise<void> | undefined;
  private nextTemp = 0;

  constructor(
    readonly layout: Layout,
    readonly index: Index,
    readonly buckets: BucketCatalog,
    readonly folders: FolderSync,
    private nextId: number,
    minFreeFraction: number,
  ) {
    this.space = new DiskSpace(layout.root, minFreeFraction);
    this.pins = new SetPins((set) => this.removeSet(set));
  }

  newTempFile(): TempFile {
    return new TempFile(join(this.layout.temp, (this.nextTemp++).toString(16)));
  }

  newSetName(): string {
    return randomBytes(16).toString('hex');
  }

  find(bucket: string, key: string): StoredObject | null {
    return this.index.findObject(bucket, key);
  }

  /**
   * Makes a sealed temporary file the object of its key. The rename is the commit; the version before it stays
   * readable until then. An upload that became this object leaves the index in the same transaction.
   */
  async commitObject(file: TempFile, record: ObjectRecord, condition?: Condition, uploadId?: string) {
    const commit = async () => {
      const before = this.find(record.bucket, record.key);
      condition?.(before);
      const id = await this.takeId();
      await renameFile(file.path, this.layout.objectFile(id));
      await this.folders.sync(this.layout.objectFolder(id));
      const object = { id, record };
      if (uploadId === undefined) this.index.putObject(object, before?.id);
      else this.index.putCompleted(object, uploadId, before?.id);
      if (before) await this.removeFiles(before);
      return object;
    };
    return this.buckets.whileOpen(record.bucket, () =>
      this.keyLock.run(objectLock(record.bucket, record.key), commit),
    );
  }

  /** Deletes an object; true when there was one. The unlink of its file, synced, is the commit. */
  async deleteObject(bucket: string, key: string, condition?: Condition): Promise<boolean> {
    return this.keyLock.run(objectLock(bucket, key), async () => {
      const present = this.find(bucket, key);
      condition?.(present);
      if (!present) return false;
      const file = this.layout.objectFile(present.id);
      await unlink(file).catch(ignoreAbsent);
      await this.folders.sync(this.layout.objectFolder(present.id));
      this.index.dropObject(present.id);
      if (present.record.segments) await this.pins.removeWhenFree(present.record.segments.set);
      return true;
    });
  }

  /** Whether the file of an object whose opening failed with ENOENT is really gone (replaced or deleted meanwhile). */
  isCurrent(object: StoredObject): boolean {
    return this.find(object.record.bucket, object.record.key)?.id === object.id;
  }

  async makeSetFolder(set: string): Promise<void> {
    await makeFolderDurably(this.layout.segmentShard(set), this.folders);
    await makeFolderDurably(this.layout.segmentSet(set), this.folders);
  }

  async removeSet(set: string): Promise<void> {
    this.folders.forget(this.layout.segmentSet(set));
    await rm(this.layout.segmentSet(set), { recursive: true, force: true });
  }

  /** Waits for all writers and lets go of what is open. */
  async close(): Promise<void> {
    await this.keyLock.idle();
    this.folders.close();
    this.index.close();
  }

  /** The replaced version's file goes, durably: a later delete must not bring it back after a power cut. */
  private async removeFiles(object: StoredObject): Promise<void> {
    await unlink(this.layout.objectFile(object.id)).catch(ignoreAbsent);
    await this.folders.sync(this.layout.objectFolder(object.id));
    if (object.record.segments) await this.pins.removeWhenFree(object.record.segments.set);
  }

  private async takeId(): Promise<number> {
    const id = this.nextId++;
    if (this.lastFolder === undefined || this.layout.isFirstOfFolder(id))
      this.lastFolder = makeFolderDurably(this.layout.objectFolder(id), this.folders);
    const folder = this.lastFolder;
    await folder.catch((error: unknown) => {
      if (this.lastFolder === folder) this.lastFolder = undefined; // the next writer tries again
      throw error;
    });
    return id;
  }
}

export function objectLock(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}

export function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
