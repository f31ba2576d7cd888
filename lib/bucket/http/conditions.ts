import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from '../errors';
import type { ObjectRecord } from '../store/records';
import type { Condition } from '../store/store';

export type Readable = 'send' | 'not-modified';

/**
 * The conditions of a read, in the order of RFC 9110 section 13.2.2. Throws PreconditionFailed.
 * `prefix` is `x-amz-copy-source-` for the source of a copy.
 */
export function checkReadConditions(
  headers: IncomingHttpHeaders,
  { etag, modifiedMs }: ObjectRecord,
  prefix = '',
): Readable {
  const header = (name: string) => headers[`${prefix}${name}`]?.toString();
  const ifMatch = header('if-match');
  const ifNoneMatch = header('if-none-match');
  const unmodifiedSince = parseDate(header('if-unmodified-since'));
  const modifiedSince = parseDate(header('if-modified-since'));
  const modifiedSeconds = Math.floor(modifiedMs / 1000);
  if (
    ifMatch !== undefined
      ? !matches(ifMatch, etag)
      : unmodifiedSince !== null && modifiedSeconds > unmodifiedSince
  )
    throw new S3Error('PreconditionFailed', undefined, {
      Condition: ifMatch ? 'If-Match' : 'If-Unmodified-Since',
    });
  if (
    ifNoneMatch !== undefined
      ? matches(ifNoneMatch, etag)
      : modifiedSince !== null && modifiedSeconds <= modifiedSince
  )
    return 'not-modified';
  return 'send';
}

/** The conditions of a write, checked under the key's lock: `If-None-Match: *` and `If-Match`. Undefined without any. */
export function writeCondition(headers: IncomingHttpHeaders): Condition | undefined {
  const ifNoneMatch = headers['if-none-match'];
  const ifMatch = headers['if-match'];
  if (ifNoneMatch === undefined && ifMatch === undefined) return undefined;
  if (ifNoneMatch !== undefined && ifNoneMatch.trim() !== '*')
    throw new S3Error('NotImplemented', 'Only the value * is allowed for If-None-Match on a write.');
  return (present) => {
    if (ifNoneMatch !== undefined && present)
      throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
    if (ifMatch === undefined) return;
    if (!present) throw new S3Error('NoSuchKey');
    if (!matches(ifMatch, present.record.etag))
      throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
  };
}

/** Whether a list of entity tags names this one; weak and unquoted forms count too. */
export function matches(list: string, etag: string): boolean {
  return list.split(',').some((item) => {
    const value = item.trim();
    return value === '*' || value.replace(/^W\//, '').replace(/^"(.*)"$/, '$1') === etag;
  });
}

/** Seconds since the epoch of an HTTP date, or null when there is none that can be read. */
function parseDate(text: string | undefined): number | null {
  const instant = Date.parse(text ?? '');
  return Number.isNaN(instant) ? null : Math.floor(instant / 1000);
}
