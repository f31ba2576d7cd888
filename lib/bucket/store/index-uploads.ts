import type { Connection } from './connection';
import { prepareColumn, prepareRows } from './index-rows';
import type { PartRecord, StoredPart, UploadRecord } from './records';

/** Open uploads and their parts. */
export function uploadQueries(db: Connection) {
  const find = prepareColumn<string>(db, 'SELECT record FROM uploads WHERE id = ?');
  const insert = db.prepare('INSERT OR REPLACE INTO uploads VALUES (?, ?, ?, ?)');
  const drop = db.prepare('DELETE FROM uploads WHERE id = ?');
  const dropParts = db.prepare('DELETE FROM parts WHERE upload = ?');
  const list = prepareColumn<string>(
    db,
    'SELECT record FROM uploads WHERE bucket = ? AND (key, id) > (?, ?) ORDER BY key, id LIMIT ?',
  );
  const idsOf = prepareColumn<string>(db, 'SELECT id FROM uploads WHERE bucket = ?');
  const allIds = prepareColumn<string>(db, 'SELECT id FROM uploads');
  const dropBoth = db.transaction((id: string) => {
    drop.run(id);
    dropParts.run(id);
  });
  return {
    findUpload(id: string): UploadRecord | null {
      const row = find.first(id);
      return row === undefined ? null : (JSON.parse(row) as UploadRecord);
    },
    putUpload(record: UploadRecord): void {
      insert.run(record.uploadId, record.bucket, record.key, JSON.stringify(record));
    },
    dropUpload(id: string): void {
      dropBoth(id);
    },
    /** Uploads after (key, id), ordered by key and id. */
    listUploads(bucket: string, afterKey: string, afterId: string, limit: number): UploadRecord[] {
      return list.all(bucket, afterKey, afterId, limit).map((row) => JSON.parse(row) as UploadRecord);
    },
    uploadIds: (bucket: string) => idsOf.all(bucket),
    allUploadIds: () => allIds.all(),
    ...partQueries(db),
  };
}

function partQueries(db: Connection) {
  type PartRow = [string, string];
  const find = prepareRows<PartRow>(db, 'SELECT file, record FROM parts WHERE upload = ? AND number = ?');
  const put = db.prepare('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)');
  const drop = db.prepare('DELETE FROM parts WHERE upload = ? AND number = ?');
  const list = prepareRows<PartRow>(
    db,
    'SELECT file, record FROM parts WHERE upload = ? AND number > ? ORDER BY number LIMIT ?',
  );
  const toPart = ([file, record]: PartRow): StoredPart => ({
    file,
    record: JSON.parse(record) as PartRecord,
  });
  return {
    findPart(uploadId: string, partNumber: number): StoredPart | null {
      const row = find.first(uploadId, partNumber);
      return row ? toPart(row) : null;
    },
    putPart(uploadId: string, { file, record }: StoredPart): void {
      put.run(uploadId, record.partNumber, file, JSON.stringify(record));
    },
    dropPart(uploadId: string, partNumber: number): void {
      drop.run(uploadId, partNumber);
    },
    /** Parts with a greater number, in order. */
    listParts(uploadId: string, afterNumber: number, limit: number): StoredPart[] {
      return list.all(uploadId, afterNumber, limit).map(toPart);
    },
  };
}
