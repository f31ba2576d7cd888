import type { RemotePart } from './protocol';

export interface PartRange {
  partNumber: number;
  start: number;
  end: number;
}

/**
 * The ranges of a multipart upload, as the server planned it: equal parts, the last one shorter. Throws where the
 * plan does not cover the file. Source: S3 "Multipart upload limits" (numbers 1…10,000).
 */
export function planRanges(plan: { sizeBytes: number; partSize: number; partCount: number }): PartRange[] {
  const { sizeBytes, partSize, partCount } = plan;
  if (partSize < 1 || partCount > 10_000 || partCount !== Math.max(1, Math.ceil(sizeBytes / partSize))) {
    throw new RangeError(
      `A plan of ${partCount} parts of ${partSize} bytes does not cover ${sizeBytes} bytes.`,
    );
  }
  return Array.from({ length: partCount }, (_, index) => ({
    partNumber: index + 1,
    start: index * partSize,
    end: Math.min(sizeBytes, (index + 1) * partSize),
  }));
}

/**
 * The ranges the bucket does not have yet. A part of another length counts as missing, and so does one whose ETag
 * is an MD5 that differs from `digests` (our own hash of that part, where it is known).
 */
export function missingRanges(
  ranges: readonly PartRange[],
  have: readonly RemotePart[],
  digests: ReadonlyMap<number, string> = new Map(),
): PartRange[] {
  const byNumber = new Map(have.map((part) => [part.partNumber, part]));
  return ranges.filter(({ partNumber, start, end }) => {
    const part = byNumber.get(partNumber);
    if (!part || part.size !== end - start) return true;
    const md5 = digests.get(partNumber);
    const etag = toMd5(part.etag);
    return md5 !== undefined && etag !== null && etag !== md5;
  });
}

/** The MD5 inside an ETag, or null where the ETag is something else (multipart, encrypted). */
export function toMd5(etag: string): string | null {
  const bare = etag.replaceAll('"', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(bare) ? bare : null;
}
