import type { Connection } from './connection';
import { prepareColumn, prepareRows } from './index-rows';
import type { ObjectRecord, StoredObject } from './records';

/** A row of a listing. */
export interface ListedObject {
  key: string;
  sizeBytes: number;
  etag: string;
  modifiedMs: number;
}

/** Reads of the objects table. */
export function objectReads(db: Connection) {
  const find = prepareRows<[number, string]>(
    db,
    'SELECT id, record FROM objects WHERE bucket = ? AND key = ?',
  );
  const bySet = prepareColumn<string>(db, 'SELECT record FROM objects WHERE segment_set = ?');
  const isSetInUse = prepareColumn<number>(db, 'SELECT 1 FROM objects WHERE segment_set = ?');
  const anyInBucket = prepareColumn<number>(db, 'SELECT 1 FROM objects WHERE bucket = ? LIMIT 1');
  const namesInRange = prepareColumn<string | null>(
    db,
    "SELECT group_concat(printf('%x', id), ' ') FROM objects WHERE id >= ? AND id < ?",
  );
  const anyInRange = prepareColumn<number>(db, 'SELECT 1 FROM objects WHERE id >= ? AND id < ? LIMIT 1');
  const maxId = prepareColumn<number>(db, 'SELECT id FROM objects ORDER BY id DESC LIMIT 1');
  const buckets = prepareColumn<string>(db, 'SELECT DISTINCT bucket FROM objects');
  const columns = 'SELECT key, size, etag, modified FROM objects';
  type ListRow = [string, number, string, number];
  const page = prepareRows<ListRow>(
    db,
    `${columns} WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?`,
  );
  const lastPage = prepareRows<ListRow>(db, `${columns} WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?`);
  return {
    findObject(bucket: string, key: string): StoredObject | null {
      const row = find.first(bucket, key);
      return row ? { id: row[0], record: JSON.parse(row[1]) as ObjectRecord } : null;
    },
    hasObjects: (bucket: string) => anyInBucket.first(bucket) !== undefined,
    /** Ids from first to before next in hexadecimal. As one text: a row for each costs ten times as much. */
    objectIdsInHex: (first: number, next: number) => namesInRange.first(first, next)?.split(' ') ?? [],
    hasIdsIn: (first: number, next: number) => anyInRange.first(first, next) !== undefined,
    maxId: () => maxId.first() ?? 0,
    allBuckets: () => buckets.all(),
    isSetInUse: (set: string) => isSetInUse.first(set) !== undefined,
    /** Names of the files an object keeps in its segment set, or null when no object uses the set. */
    filesOfSet(set: string): string[] | null {
      const row = bySet.first(set);
      if (row === undefined) return null;
      return (JSON.parse(row) as ObjectRecord).segments?.files.map(({ file }) => file) ?? [];
    },
    /** Up to `limit` objects with from <= key (< before), in the order of their UTF-8 bytes. */
    listObjects(bucket: string, from: string, before: string | null, limit: number): ListedObject[] {
      const rows =
        before === null ? lastPage.all(bucket, from, limit) : page.all(bucket, from, before, limit);
      return rows.map(([key, sizeBytes, etag, modifiedMs]) => ({ key, sizeBytes, etag, modifiedMs }));
    },
  };
}

/** Changes of the objects table, and of the list of sets that still hold parts their object does not name. */
export function objectWrites(db: Connection) {
  const insert = db.prepare('INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const drop = db.prepare('DELETE FROM objects WHERE id = ?');
  const dropUpload = db.prepare('DELETE FROM uploads WHERE id = ?');
  const dropParts = db.prepare('DELETE FROM parts WHERE upload = ?');
  const markTrim = db.prepare('INSERT OR IGNORE INTO trims VALUES (?)');
  const unmarkTrim = db.prepare('DELETE FROM trims WHERE segment_set = ?');
  const trims = prepareColumn<string>(db, 'SELECT segment_set FROM trims');
  const put = ({ id, record }: StoredObject, replacedId?: number) => {
    if (replacedId !== undefined) drop.run(replacedId);
    const { bucket, key, sizeBytes, etag, modifiedMs, segments } = record;
    insert.run(id, bucket, key, sizeBytes, etag, modifiedMs, segments?.set ?? null, JSON.stringify(record));
  };
  const replace = db.transaction(put);
  const complete = db.transaction((object: StoredObject, uploadId: string, replacedId?: number) => {
    put(object, replacedId);
    dropUpload.run(uploadId);
    dropParts.run(uploadId);
    markTrim.run(uploadId);
  });
  return {
    putObject(object: StoredObject, replacedId?: number): void {
      if (replacedId === undefined || db.inTransaction) put(object, replacedId);
      else replace(object, replacedId);
    },
    /** An upload became an object: both change together, and the set is marked to be rid of unused parts. */
    putCompleted(object: StoredObject, uploadId: string, replacedId?: number): void {
      complete(object, uploadId, replacedId);
    },
    dropObject(id: number): void {
      drop.run(id);
    },
    markTrim(set: string): void {
      markTrim.run(set);
    },
    unmarkTrim(set: string): void {
      unmarkTrim.run(set);
    },
    setsToTrim: () => trims.all(),
  };
}
