import { S3Error } from '../errors';
import { s3 } from '../options';
import { Query } from './query';

/** What a request's URL names. `key` is empty when it names a bucket, `bucket` too when it names the service. */
export interface Target {
  rawPath: string;
  path: string;
  bucket: string;
  key: string;
  query: Query;
}

/**
 * Reads a path-style URL. The path is split at its first slash and never normalised: `..`, `//` and `%2e%2e` are
 * bytes of a key like any others, and no key ever becomes a path on the disk.
 */
export function parseTarget(url: string): Target {
  if (!url.startsWith('/')) throw new S3Error('InvalidURI'); // absolute-form and `*`
  const question = url.indexOf('?');
  const rawPath = question < 0 ? url : url.slice(0, question);
  const path = decodeURIComponent(rawPath);
  if (path.includes('\0')) throw new S3Error('InvalidURI', 'NUL is not allowed in a key.');
  const slash = path.indexOf('/', 1);
  const bucket = slash < 0 ? path.slice(1) : path.slice(1, slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  const query = Query.parse(question < 0 ? '' : url.slice(question + 1));
  return { rawPath, path, bucket, key, query };
}

/** Throws KeyTooLongError past 1,024 bytes of UTF-8, InvalidURI for NUL: XML cannot carry it. */
export function checkKey(key: string): string {
  if (key.includes('\0')) throw new S3Error('InvalidURI', 'NUL is not allowed in a key.');
  const bytes = Buffer.byteLength(key);
  if (bytes > s3.maxKeyBytes)
    throw new S3Error('KeyTooLongError', undefined, {
      Size: String(bytes),
      MaxSizeAllowed: String(s3.maxKeyBytes),
    });
  return key;
}
