import { createHash } from 'node:crypto';

/** MD5 of a plain object in hexadecimal, or null for an ETag of another form (parts, or an engine's own). */
export function md5Of(etag: string): string | null {
  return /^[0-9a-f]{32}$/.test(etag) ? etag : null;
}

/** How many parts an object was made of, by its ETag `md5-N`; null for any other form. */
export function partCountOf(etag: string): number | null {
  const count = /^[0-9a-f]{32}-([1-9]\d{0,4})$/.exec(etag)?.[1];
  return count === undefined ? null : Number(count);
}

/** The ETag of an object of parts: the MD5 of the parts' MD5s, and their number. Measured alike on every engine. */
export function compositeEtag(md5s: readonly string[]): string {
  const digest = createHash('md5').update(Buffer.from(md5s.join(''), 'hex'));
  return `${digest.digest('hex')}-${md5s.length}`;
}

/** Whether two ETags say something about each other: both made of MD5s, of the same number of parts. */
export function areComparable(a: string, b: string): boolean {
  return isDigest(a) && isDigest(b) && partCountOf(a) === partCountOf(b);
}

/** Whether two stored objects can be taken for the same: by size, and by ETag where that can be compared. */
export function isSameContent(a: StoredSize, b: StoredSize): boolean {
  return a.sizeBytes === b.sizeBytes && (a.etag === b.etag || !areComparable(a.etag, b.etag));
}

/** Whether an ETag is made of MD5s, so that it can be compared between engines. */
export function isDigest(etag: string): boolean {
  return md5Of(etag) !== null || partCountOf(etag) !== null;
}

export type StoredSize = { sizeBytes: number; etag: string };
