import type { Index } from './index-db';
import type { ListedObject } from './index-objects';

export interface ListRequest {
  bucket: string;
  prefix: string;
  delimiter: string;
  /** List what comes after this position. */
  after: Position | null;
  limit: number;
}

/** Where a page ended: at a key, or after everything that begins with a common prefix. */
export type Position = { key: string } | { commonPrefix: string };

export interface ListPage {
  objects: ListedObject[];
  commonPrefixes: string[];
  /** Where the page ended, when there is more. */
  next: Position | null;
}

const batchRows = 256;

/**
 * One page of keys in the order of their UTF-8 bytes. Keys below a common prefix are skipped by seeking past the
 * prefix, so a folder of a million objects costs one step.
 */
export function listKeys(index: Index, { bucket, prefix, delimiter, after, limit }: ListRequest): ListPage {
  const page: ListPage = { objects: [], commonPrefixes: [], next: null };
  if (limit === 0) return page;
  const end = successor(prefix);
  let from: string | null = startOf(prefix, after);
  let last: Position | null = null;
  while (from !== null && (end === null || lessInUtf8(from, end))) {
    const wanted = delimiter ? batchRows : limit + 1;
    const rows: ListedObject[] = index.listObjects(bucket, from, end, wanted);
    from = null;
    let skipping: string | null = null;
    for (const row of rows) {
      if (skipping !== null && row.key.startsWith(skipping)) continue;
      if (page.objects.length + page.commonPrefixes.length === limit) return { ...page, next: last };
      const commonPrefix = commonPrefixOf(row.key, prefix, delimiter);
      skipping = commonPrefix;
      if (commonPrefix === null) page.objects.push(row);
      else page.commonPrefixes.push(commonPrefix);
      last = commonPrefix === null ? { key: row.key } : { commonPrefix };
    }
    if (rows.length === wanted && last) from = startOf(prefix, last);
  }
  return page;
}

function commonPrefixOf(key: string, prefix: string, delimiter: string): string | null {
  if (!delimiter) return null;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? null : key.slice(0, at + delimiter.length);
}

/** The first key that may follow a position, or null when none can. */
function startOf(prefix: string, after: Position | null): string | null {
  if (!after) return prefix;
  const from = 'key' in after ? `${after.key}\u0001` : successor(after.commonPrefix);
  if (from === null) return null;
  return lessInUtf8(from, prefix) ? prefix : from;
}

/** The smallest string greater than every string with this prefix; null when there is none. */
export function successor(prefix: string): string | null {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    if (point === 0x10ffff) continue;
    return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  return null;
}

function lessInUtf8(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}
