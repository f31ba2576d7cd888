import { S3Error } from '../errors';
import { type Context, owner, sendXml } from '../http/context';
import { uriEncodePath } from '../http/query';
import { element, rootElement, type Xml } from '../http/xml';
import { s3 } from '../options';
import type { ListedObject } from '../store/index-objects';
import { type ListPage, listKeys, type Position } from '../store/list-keys';

/** ListObjectsV2. */
export async function listObjectsV2(context: Context): Promise<void> {
  const { query } = context.target;
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const after = token !== undefined ? decodeToken(token) : startAfter ? { key: startAfter } : null;
  const withOwner = query.get('fetch-owner') === 'true';
  const listing = readListing(context, after);
  const { page, encode } = listing;
  sendXml(
    context,
    rootElement('ListBucketResult', [
      ...listing.head,
      element('KeyCount', page.objects.length + page.commonPrefixes.length),
      ...(token === undefined ? [] : [element('ContinuationToken', token)]),
      ...(startAfter === undefined ? [] : [element('StartAfter', encode(startAfter))]),
      ...(page.next ? [element('NextContinuationToken', encodeToken(page.next))] : []),
      ...contents(page, encode, withOwner),
    ]),
  );
}

/** ListObjects, the first version; older clients still use it. */
export async function listObjectsV1(context: Context): Promise<void> {
  const marker = context.target.query.get('marker') ?? '';
  const delimiter = context.target.query.get('delimiter') ?? '';
  // A marker that is a common prefix of the page before stands for everything below it.
  const after =
    marker === ''
      ? null
      : delimiter && marker.endsWith(delimiter)
        ? { commonPrefix: marker }
        : { key: marker };
  const { page, encode, head } = readListing(context, after);
  const next = page.next && ('key' in page.next ? page.next.key : page.next.commonPrefix);
  sendXml(
    context,
    rootElement('ListBucketResult', [
      ...head,
      element('Marker', encode(marker)),
      ...(next && delimiter ? [element('NextMarker', encode(next))] : []),
      ...contents(page, encode, true),
    ]),
  );
}

function readListing({ store, target }: Context, after: Position | null) {
  const { bucket, query } = target;
  store.buckets.get(bucket);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = query.integer('max-keys', s3.maxPageKeys, { min: 0, max: 2 ** 31 - 1 });
  const encode = keyEncoder(query.get('encoding-type'));
  const page = listKeys(store.index, {
    bucket,
    prefix,
    delimiter,
    after,
    limit: Math.min(maxKeys, s3.maxPageKeys),
  });
  const head: Xml[] = [
    element('Name', bucket),
    element('Prefix', encode(prefix)),
    ...(delimiter ? [element('Delimiter', encode(delimiter))] : []),
    element('MaxKeys', maxKeys),
    ...(query.get('encoding-type') ? [element('EncodingType', 'url')] : []),
    element('IsTruncated', page.next !== null),
  ];
  return { page, encode, head };
}

/** How keys are written: percent-encoded when asked, for XML 1.0 cannot carry every control character. */
export function keyEncoder(encodingType: string | undefined): (key: string) => string {
  if (encodingType === undefined) return (key) => key;
  if (encodingType !== 'url')
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return uriEncodePath;
}

function contents(page: ListPage, encode: (key: string) => string, withOwner: boolean): Xml[] {
  const toXml = ({ key, modifiedMs, etag, sizeBytes }: ListedObject) =>
    element('Contents', [
      element('Key', encode(key)),
      element('LastModified', new Date(modifiedMs).toISOString()),
      element('ETag', `"${etag}"`),
      element('Size', sizeBytes),
      ...(withOwner
        ? [element('Owner', [element('ID', owner.id), element('DisplayName', owner.displayName)])]
        : []),
      element('StorageClass', 'STANDARD'),
    ]);
  return [
    ...page.objects.map(toXml),
    ...page.commonPrefixes.map((prefix) => element('CommonPrefixes', [element('Prefix', encode(prefix))])),
  ];
}

/** A continuation token is a position, readable to us only; one we did not make is InvalidArgument. */
export function encodeToken(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

export function decodeToken(token: string): Position {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof value === 'object' && value !== null) {
      if ('key' in value && typeof value.key === 'string') return { key: value.key };
      if ('commonPrefix' in value && typeof value.commonPrefix === 'string')
        return { commonPrefix: value.commonPrefix };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
}
