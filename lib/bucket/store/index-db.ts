import { rmSync } from 'node:fs';
import Database from 'libsql';
import type { Connection } from './connection';
import { objectReads, objectWrites } from './index-objects';
import { prepareColumn } from './index-rows';
import { uploadQueries } from './index-uploads';

const schemaVersion = 1;
const schema = `
CREATE TABLE objects (
  id INTEGER PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
  modified INTEGER NOT NULL, segment_set TEXT, record TEXT NOT NULL);
CREATE UNIQUE INDEX objects_by_key ON objects (bucket, key);
CREATE INDEX objects_by_set ON objects (segment_set) WHERE segment_set IS NOT NULL;
CREATE TABLE uploads (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX uploads_by_key ON uploads (bucket, key, id);
CREATE TABLE parts (
  upload TEXT NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL, record TEXT NOT NULL,
  PRIMARY KEY (upload, number)) WITHOUT ROWID;
CREATE TABLE trims (segment_set TEXT PRIMARY KEY) WITHOUT ROWID;
PRAGMA user_version = ${schemaVersion};`;

/** The index cannot be used and is to be made again from the files. */
export class IndexUnusable extends Error {}

export type Index = ReturnType<typeof openIndex>;

/**
 * Opens the index at `path` and holds its lock until close(): a second process cannot open it.
 * `isNew` says that it holds nothing yet and must be filled from the files. The index answers reads and
 * listings; it is never the truth, so it is synced at checkpoints only and compared with the files after a crash.
 */
export function openIndex(path: string) {
  const db = connect(path);
  const version = prepareColumn<number>(db, 'PRAGMA user_version').first() ?? 0;
  if (version !== 0 && version !== schemaVersion) {
    db.close();
    throw new IndexUnusable(`index version ${version} is not known`);
  }
  if (version === 0) db.exec(`BEGIN; ${schema} COMMIT;`);
  return {
    isNew: version === 0,
    ...objectReads(db),
    ...objectWrites(db),
    ...uploadQueries(db),
    transaction: (task: () => void) => db.transaction(task)(),
    close() {
      // libsql's close() leaves the file open, and locked, until its statements are collected: give the lock back first.
      db.pragma('journal_mode = DELETE');
      db.pragma('locking_mode = NORMAL');
      prepareColumn(db, 'SELECT count(*) FROM trims').first();
      db.close();
    },
  };
}

export function removeIndex(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

function connect(path: string): Connection {
  const db = new Database(path, { timeout: 200 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('wal_autocheckpoint = 4000');
    db.pragma('cache_size = -16000');
    db.exec('BEGIN EXCLUSIVE; COMMIT'); // takes the lock that EXCLUSIVE keeps
    return db;
  } catch (error) {
    db.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY')) throw new Error('The data folder is in use by another process.');
    if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') throw new IndexUnusable(code);
    throw error;
  }
}
