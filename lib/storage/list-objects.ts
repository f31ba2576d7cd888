import 'server-only';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { unquoted } from './head-object';

/** One object as a listing shows it. */
export interface ListedObject {
  key: string;
  sizeBytes: number;
  etag: string;
  lastModified: Date;
  storageClass: string;
}

export interface ListRequest {
  /** A folder below our prefix, such as "files/"; all of ours when absent. */
  under?: string;
  /** Goes on after this key: a sweep keeps it between runs. */
  startAfter?: string;
  pageSize?: number;
}

/** Pages of our objects in key order, never of anyone else's. Memory holds one page. */
export async function* listObjects(
  request: ListRequest = {},
  on: StorageHandle = defaultStorage(),
): AsyncGenerator<ListedObject[]> {
  const prefix = `${on.config.prefix}${request.under ?? ''}`;
  let token: string | undefined;
  do {
    const page = await atBorder('ListObjectsV2', () =>
      on.client.send(
        new ListObjectsV2Command({
          Bucket: on.config.bucket,
          Prefix: prefix,
          MaxKeys: request.pageSize ?? 1_000,
          // A foreign key may hold characters that XML cannot: ask for percent-encoded ones.
          EncodingType: 'url',
          ...(token
            ? { ContinuationToken: token }
            : request.startAfter && { StartAfter: request.startAfter }),
        }),
      ),
    );
    const decode = page.EncodingType === 'url' ? decodeListed : (key: string) => key;
    const objects = (page.Contents ?? []).map((entry) => ({
      key: decode(entry.Key ?? ''),
      sizeBytes: entry.Size ?? 0,
      etag: unquoted(entry.ETag),
      lastModified: entry.LastModified ?? new Date(0),
      storageClass: entry.StorageClass ?? 'STANDARD',
    }));
    if (objects.length > 0) yield objects;
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token);
}

/** Listings encode like a form: a space may come as "+". */
export function decodeListed(key: string): string {
  return decodeURIComponent(key.replaceAll('+', '%20'));
}
