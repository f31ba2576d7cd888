import type { Hasher } from './hasher';

const edgeBytes = 64 * 1024;

/** Tells whether a file picked again is the one that was begun: size, time of change, and a hash of head and tail. */
export interface Fingerprint {
  sizeBytes: number;
  lastModified: number;
  /** SHA-256 of the first and last 64 KiB, null where nothing could be hashed. */
  edges: string | null;
}

/** Reads at most 128 KiB. Throws FileUnreadable. */
export async function takeFingerprint(file: File, hasher: Hasher): Promise<Fingerprint> {
  const head = file.slice(0, edgeBytes);
  const tail = file.slice(Math.max(edgeBytes, file.size - edgeBytes));
  const { sha256 } = await hasher.digest(new Blob([head, tail]), ['sha256']);
  return { sizeBytes: file.size, lastModified: file.lastModified, edges: sha256 ?? null };
}

/** An edge hash that either side lacks proves nothing against the file. */
export function isSameFile(a: Fingerprint, b: Fingerprint): boolean {
  const sameEdges = a.edges === null || b.edges === null || a.edges === b.edges;
  return a.sizeBytes === b.sizeBytes && a.lastModified === b.lastModified && sameEdges;
}
