import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { StorageHandle } from '@/lib/storage/client';
import type { OpenContent } from './write-object';

/** Reads of one version of an object: another version in between throws instead of mixing the two. */
export function contentOf({ key, etag }: { key: string; etag: string }, on: StorageHandle): OpenContent {
  return async (start, length) => {
    const { Body } = await on.client.send(
      new GetObjectCommand({
        Bucket: on.config.bucket,
        Key: key,
        IfMatch: `"${etag}"`,
        Range: `bytes=${start}-${start + length - 1}`,
      }),
    );
    if (!Body) throw new Error(`The storage sent no content of ${key}.`);
    return Body as Readable;
  };
}
