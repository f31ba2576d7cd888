import type { FileKind } from '@/lib/contracts/files';

/** Asked for again and again, in ranges, by everyone who looks: the edge keeps it a week, a browser an hour. */
const looked = 'public, max-age=3600, s-maxage=604800';
/** Taken once by each: the edge keeps it a day, the browser asks again. */
const taken = 'public, max-age=0, s-maxage=86400';

const byKind: Record<FileKind, string> = {
  image: looked,
  video: looked,
  audio: looked,
  archive: taken,
  data: taken,
  other: taken,
  // What people write about each other stays in no cache.
  document: 'private, no-store',
};

/**
 * Cache-Control of a download through a CDN. A key's bytes never change and the CDN checks the signature before it looks
 * into its cache, so the edge may keep them. Straight from the bucket there is no edge: nothing is kept.
 */
export const edgeCacheControl = (kind: FileKind): string => byKind[kind];
