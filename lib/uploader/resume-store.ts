import type { Fingerprint } from './fingerprint';

/** What this browser remembers of an upload it began. */
export interface ResumeRecord {
  uploadId: string;
  name: string;
  path: string;
  fingerprint: Fingerprint;
  /** The tab that works on it; its lock tells whether it still lives. */
  tab: string;
  createdAt: number;
}

/** Survives reload and crash. All methods may be slow; none may be required for an upload to go on. */
export interface ResumeStore {
  putMany(records: readonly ResumeRecord[]): Promise<void>;
  all(): Promise<ResumeRecord[]>;
  remove(uploadIds: readonly string[]): Promise<void>;
  /** MD5 (hex) of a part that the bucket has taken. */
  putPart(uploadId: string, partNumber: number, md5: string): Promise<void>;
  parts(uploadId: string): Promise<Map<number, string>>;
}

/** Forgets everything with the page: for programs, tests, and browsers in private mode. */
export function createMemoryResumeStore(): ResumeStore {
  const records = new Map<string, ResumeRecord>();
  const parts = new Map<string, Map<number, string>>();
  return {
    async putMany(added) {
      for (const record of added) records.set(record.uploadId, record);
    },
    all: async () => [...records.values()],
    async remove(uploadIds) {
      for (const id of uploadIds) {
        records.delete(id);
        parts.delete(id);
      }
    },
    async putPart(uploadId, partNumber, md5) {
      const known = parts.get(uploadId) ?? new Map<number, string>();
      parts.set(uploadId, known.set(partNumber, md5));
    },
    parts: async (uploadId) => new Map(parts.get(uploadId)),
  };
}
