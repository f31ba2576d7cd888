import { readdir, unlink } from 'node:fs/promises';
import { S3Error } from '../errors';
import { renameFile, writeDurably } from './durable';
import { encodeFooter } from './footer';
import { Gate } from './gate';
import { KeyLock } from './key-lock';
import { parsePartFileName, partFileName } from './layout';
import type { ObjectRecord, PartRecord, StoredObject, UploadRecord } from './records';
import { type Condition, ignoreAbsent, type Store } from './store';

const gone = () => new S3Error('NoSuchUpload');

/** Multipart uploads. A part is a file in the upload's segment set; completing links them by a record, copying nothing. */
export class Uploads {
  private readonly open = new Gate();
  private readonly lock = new KeyLock();

  constructor(private readonly store: Store) {}

  async create(record: UploadRecord): Promise<void> {
    const { layout, folders, buckets, index } = this.store;
    await buckets.whileOpen(record.bucket, async () => {
      await this.store.makeSetFolder(record.uploadId);
      await writeDurably(layout.uploadFile(record.uploadId), encodeFooter(record), layout.temp, folders);
      index.putUpload(record);
    });
  }

  /** Throws NoSuchUpload unless the upload is open and is one of this bucket and key. */
  get(uploadId: string, bucket: string, key: string): UploadRecord {
    const record = this.store.index.findUpload(uploadId);
    if (!record || record.bucket !== bucket || record.key !== key) throw gone();
    return record;
  }

  /** Makes a sealed temporary file a part; a part of the same number is replaced. */
  async commitPart(uploadId: string, path: string, record: PartRecord): Promise<void> {
    const { index, layout, folders } = this.store;
    const commit = async () => {
      if (!index.findUpload(uploadId)) throw gone();
      const before = index.findPart(uploadId, record.partNumber);
      const sequence = before ? (parsePartFileName(before.file)?.sequence ?? 0) + 1 : 1;
      const file = partFileName(record.partNumber, sequence);
      await renameFile(path, layout.segmentFile(uploadId, file));
      await folders.sync(layout.segmentSet(uploadId));
      index.putPart(uploadId, { file, record });
      if (before) await unlink(layout.segmentFile(uploadId, before.file)).catch(ignoreAbsent);
    };
    await this.open.pass(uploadId, gone, () => this.lock.run(`${uploadId}/${record.partNumber}`, commit));
  }

  /** Runs `plan` while no part can change, commits the record it makes, and drops the parts not named in it. */
  async complete(
    upload: UploadRecord,
    plan: () => Promise<ObjectRecord>,
    condition?: Condition,
  ): Promise<StoredObject> {
    const { uploadId } = upload;
    return this.alone(uploadId, async () => {
      if (!this.store.index.findUpload(uploadId)) throw gone();
      const record = await plan();
      const file = this.store.newTempFile();
      try {
        await file.seal(record);
        const object = await this.store.commitObject(file, record, condition, uploadId);
        await this.trim(uploadId, record.segments?.files.map((segment) => segment.file) ?? []);
        return object;
      } catch (error) {
        await file.discard();
        throw error;
      }
    });
  }

  /** Ends an upload and frees its parts. The unlink of its record is the commit. */
  async abort(uploadId: string): Promise<void> {
    const { layout, folders, index } = this.store;
    await this.alone(uploadId, async () => {
      if (!index.findUpload(uploadId)) throw gone();
      await unlink(layout.uploadFile(uploadId)).catch(ignoreAbsent);
      await folders.sync(layout.segmentSet(uploadId));
      index.dropUpload(uploadId);
      await this.store.pins.removeWhenFree(uploadId);
    });
  }

  /** Removes from a completed set what its object does not name. */
  async trim(set: string, keep: string[]): Promise<void> {
    const kept = new Set(keep);
    for (const file of await readdir(this.store.layout.segmentSet(set)))
      if (!kept.has(file)) await unlink(this.store.layout.segmentFile(set, file)).catch(ignoreAbsent);
    await this.store.folders.sync(this.store.layout.segmentSet(set));
    this.store.index.unmarkTrim(set);
  }

  private alone<T>(uploadId: string, task: () => Promise<T>): Promise<T> {
    return this.lock.run(uploadId, () => this.open.closeDuring(uploadId, task));
  }
}
