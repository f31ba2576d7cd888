import 'server-only';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { isStorageError } from './errors';

/** What the bucket says about an object. Checksums are base64, and there only where the engine computed them. */
export interface ObjectHead {
  key: string;
  sizeBytes: number;
  /** Without quotes. MD5 of the bytes for a plain PUT on every engine measured, md5(md5s)-N for a multipart one. */
  etag: string;
  contentType: string;
  lastModified: Date;
  checksums: { sha256?: string; crc32c?: string; type?: 'FULL_OBJECT' | 'COMPOSITE' };
}

/** Head of an object. Throws StorageError not_found. */
export async function headObject(key: string, on: StorageHandle = defaultStorage()): Promise<ObjectHead> {
  const seen = await atBorder('HeadObject', () =>
    on.client.send(new HeadObjectCommand({ Bucket: on.config.bucket, Key: key, ChecksumMode: 'ENABLED' })),
  );
  return {
    key,
    sizeBytes: seen.ContentLength ?? 0,
    etag: unquoted(seen.ETag),
    contentType: seen.ContentType ?? 'application/octet-stream',
    lastModified: seen.LastModified ?? new Date(0),
    checksums: {
      ...(seen.ChecksumSHA256 && { sha256: seen.ChecksumSHA256 }),
      ...(seen.ChecksumCRC32C && { crc32c: seen.ChecksumCRC32C }),
      ...(seen.ChecksumType && { type: seen.ChecksumType }),
    },
  };
}

/** Head of an object, or null when there is none. */
export async function findObject(
  key: string,
  on: StorageHandle = defaultStorage(),
): Promise<ObjectHead | null> {
  try {
    return await headObject(key, on);
  } catch (error) {
    if (isStorageError(error, 'not_found')) return null;
    throw error;
  }
}

/** ETags travel in quotes; we keep them bare. */
export function unquoted(etag: string | undefined): string {
  return (etag ?? '').replace(/^(W\/)?"|"$/g, '');
}
