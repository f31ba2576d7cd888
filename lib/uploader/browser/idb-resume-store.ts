import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ResumeRecord, ResumeStore } from '../resume-store';

interface ResumeSchema extends DBSchema {
  uploads: { key: string; value: ResumeRecord };
  parts: { key: [string, number]; value: { uploadId: string; partNumber: number; md5: string } };
}

/** Records older than the longest life of an upload (7 days) name nothing any more. */
const lifeMs = 8 * 24 * 60 * 60_000;

/** Keeps the memory of unfinished uploads in IndexedDB, shared by all tabs of the origin. */
export function createIndexedDbResumeStore(databaseName = 'sluice-uploads'): ResumeStore {
  let opened: Promise<IDBPDatabase<ResumeSchema>> | null = null;
  const open = () => {
    opened ??= openResumeDatabase(databaseName);
    return opened;
  };
  return {
    async putMany(records) {
      const tx = (await open()).transaction('uploads', 'readwrite');
      for (const record of records) void tx.store.put(record);
      await tx.done;
    },
    all: async () => (await open()).getAll('uploads'),
    remove: async (uploadIds) => removeUploads(await open(), uploadIds),
    async putPart(uploadId, partNumber, md5) {
      await (await open()).put('parts', { uploadId, partNumber, md5 });
    },
    async parts(uploadId) {
      const rows = await (await open()).getAll('parts', partsOf(uploadId));
      return new Map(rows.map((row) => [row.partNumber, row.md5]));
    },
  };
}

const partsOf = (uploadId: string) => IDBKeyRange.bound([uploadId, 0], [uploadId, Number.MAX_SAFE_INTEGER]);

async function openResumeDatabase(name: string): Promise<IDBPDatabase<ResumeSchema>> {
  const db = await openDB<ResumeSchema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('uploads', { keyPath: 'uploadId' });
      fresh.createObjectStore('parts', { keyPath: ['uploadId', 'partNumber'] });
    },
    // A newer version of the app in another tab wants the database: let it have it.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  const stale = (await db.getAll('uploads')).filter((record) => record.createdAt < Date.now() - lifeMs);
  await removeUploads(
    db,
    stale.map((record) => record.uploadId),
  );
  return db;
}

async function removeUploads(db: IDBPDatabase<ResumeSchema>, uploadIds: readonly string[]): Promise<void> {
  const tx = db.transaction(['uploads', 'parts'], 'readwrite');
  for (const id of uploadIds) {
    void tx.objectStore('uploads').delete(id);
    void tx.objectStore('parts').delete(partsOf(id));
  }
  await tx.done;
}
