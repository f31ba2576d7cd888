import { S3Error } from '../errors';

/** Inclusive byte positions. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The range a Range header asks for, or null to send everything: no header, a form we do not know, or several
 * ranges, which S3 ignores too. Throws InvalidRange (416) when no byte of the object lies in it.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.replace(/\s/g, '') ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return null;
  if (first === '')
    return checkRange(Math.max(0, sizeBytes - Number(last)), sizeBytes - 1, sizeBytes, last === '0');
  if (last !== '' && Number(last) < Number(first)) return null;
  return checkRange(
    Number(first),
    Math.min(last === '' ? Infinity : Number(last), sizeBytes - 1),
    sizeBytes,
    false,
  );
}

function checkRange(start: number, end: number, sizeBytes: number, isEmpty: boolean): ByteRange {
  if (isEmpty || start >= sizeBytes)
    throw new S3Error('InvalidRange', undefined, { ActualObjectSize: String(sizeBytes) });
  return { start, end };
}
