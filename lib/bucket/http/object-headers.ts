import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from '../errors';
import { s3 } from '../options';
import { type ChecksumAlgorithm, checksumAlgorithms, type ObjectRecord } from '../store/records';

const kept = [
  'content-type',
  'content-disposition',
  'cache-control',
  'content-language',
  'content-encoding',
  'expires',
] as const;

/** The headers an object keeps: content-type and its kin, and x-amz-meta-*. Throws MetadataTooLarge. */
export function readObjectHeaders(
  headers: IncomingHttpHeaders | Record<string, string>,
): Record<string, string> {
  const result: Record<string, string> = {};
  let metadataBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') continue;
    if (hasControl(value)) throw new S3Error('InvalidArgument', `${name} holds a control character.`);
    if (name.startsWith('x-amz-meta-')) {
      metadataBytes += name.length - 'x-amz-meta-'.length + value.length;
      result[name] = value;
    } else if (kept.some((keptName) => keptName === name)) result[name] = value;
  }
  if (metadataBytes > s3.maxUserMetadataBytes) throw new S3Error('MetadataTooLarge');
  const encodings = (result['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const encoding = encodings.filter((name) => name && name !== 'aws-chunked').join(',');
  if (encoding) result['content-encoding'] = encoding;
  else delete result['content-encoding'];
  result['content-type'] ||= 'binary/octet-stream';
  return result;
}

/** Whether a text holds a control character that must never reach a header. A tab may. */
export function hasControl(text: string): boolean {
  return [...text].some((char) => (char < ' ' && char !== '\t') || char === '\x7f');
}

/** Headers whose meaning this server cannot honour are refused, never quietly dropped. */
export function refuseUnsupportedHeaders(headers: IncomingHttpHeaders | Record<string, string>): void {
  for (const name of Object.keys(headers)) {
    if (
      /^x-amz-(server-side-encryption|website-redirect-location|tagging|object-lock|grant-|copy-source-server-side)/.test(
        name,
      )
    )
      throw new S3Error(
        'NotImplemented',
        `The header ${name} implies functionality that is not implemented.`,
      );
  }
  const acl = headers['x-amz-acl'];
  if (acl !== undefined && acl !== 'private' && acl !== 'bucket-owner-full-control')
    throw new S3Error('AccessControlListNotSupported');
  const storageClass = headers['x-amz-storage-class'];
  if (storageClass !== undefined && storageClass !== 'STANDARD') throw new S3Error('InvalidStorageClass');
}

/** An algorithm name as S3 writes it (`SHA256`), in lower case. Throws InvalidRequest for one we do not know. */
export function parseChecksumAlgorithm(text: string | undefined): ChecksumAlgorithm | undefined {
  if (text === undefined) return undefined;
  const algorithm = checksumAlgorithms.find((name) => name.toUpperCase() === text.toUpperCase());
  if (!algorithm) throw new S3Error('InvalidRequest', 'The checksum algorithm is not supported.');
  return algorithm;
}

/** `x-amz-checksum-*` headers of an object. */
export function checksumHeaders({
  checksums,
  checksumType,
}: Pick<ObjectRecord, 'checksums' | 'checksumType'>) {
  const headers: Record<string, string> = {};
  for (const [algorithm, value] of Object.entries(checksums)) headers[`x-amz-checksum-${algorithm}`] = value;
  if (Object.keys(headers).length) headers['x-amz-checksum-type'] = checksumType ?? 'FULL_OBJECT';
  return headers;
}
