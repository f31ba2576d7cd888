import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { S3Error } from '../errors';
import { type FolderSync, writeDurably } from './durable';
import { Gate } from './gate';
import { KeyLock } from './key-lock';
import type { Layout } from './layout';
import type { BucketRecord } from './records';

/** The buckets and their settings: one small file each, all in memory. */
export class BucketCatalog {
  private readonly records = new Map<string, BucketRecord>();
  private readonly writers = new Gate();
  private readonly changes = new KeyLock();

  constructor(
    private readonly layout: Layout,
    private readonly folders: FolderSync,
  ) {
    if (!existsSync(layout.buckets)) return;
    for (const file of readdirSync(layout.buckets)) {
      const record = JSON.parse(readFileSync(`${layout.buckets}/${file}`, 'utf8')) as BucketRecord;
      this.records.set(record.name, record);
    }
  }

  find(name: string): BucketRecord | null {
    return this.records.get(name) ?? null;
  }

  /** Throws NoSuchBucket. */
  get(name: string): BucketRecord {
    const record = this.records.get(name);
    if (!record) throw new S3Error('NoSuchBucket', undefined, { BucketName: name });
    return record;
  }

  list(): BucketRecord[] {
    return [...this.records.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Runs a task that adds to the bucket; a bucket cannot be deleted meanwhile. Throws NoSuchBucket. */
  async whileOpen<T>(name: string, task: () => Promise<T>): Promise<T> {
    this.get(name);
    return this.writers.pass(name, () => new S3Error('NoSuchBucket'), task);
  }

  /** Runs changes of one bucket's settings one after another. */
  async change<T>(name: string, task: () => Promise<T>): Promise<T> {
    return this.changes.run(name, task);
  }

  async save(record: BucketRecord): Promise<void> {
    const content = Buffer.from(JSON.stringify(record));
    await writeDurably(this.layout.bucketFile(record.name), content, this.layout.temp, this.folders);
    this.records.set(record.name, record);
  }

  /** Removes the bucket once its writers are done and `check` (throws when it is not empty) agrees. */
  async remove(name: string, check: () => Promise<void>): Promise<void> {
    await this.writers.closeDuring(name, async () => {
      await check();
      await unlink(this.layout.bucketFile(name));
      this.records.delete(name);
      await this.folders.sync(this.layout.buckets);
    });
  }
}
