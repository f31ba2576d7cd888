import 'server-only';
import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { StorageError } from './errors';
import { headObject, unquoted } from './head-object';

/** Some bytes of an object, and how long the whole is. */
export interface ObjectRange {
  bytes: Buffer;
  sizeBytes: number;
  etag: string;
}

/**
 * Bytes start … end (inclusive, like HTTP) of an object, fewer where it ends earlier, none where it is empty:
 * the first bytes for telling its type. Throws not_found.
 */
export async function readRange(
  key: string,
  start: number,
  end: number,
  on: StorageHandle = defaultStorage(),
): Promise<ObjectRange> {
  return atBorder('GetObject', async () => {
    try {
      const answer = await on.client.send(
        new GetObjectCommand({ Bucket: on.config.bucket, Key: key, Range: `bytes=${start}-${end}` }),
      );
      const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
      return { bytes, sizeBytes: wholeSize(answer), etag: unquoted(answer.ETag) };
    } catch (error) {
      // No byte of an empty object is in range: S3 answers 416 rather than nothing.
      if (isOutOfRange(error)) return await emptyRange(key, on);
      throw error;
    }
  });
}

/** The whole object as a stream, for the worker only: file bytes never pass through a request of ours. */
export async function getObjectStream(
  key: string,
  on: StorageHandle = defaultStorage(),
  options: { start?: number; ifMatchEtag?: string; signal?: AbortSignal } = {},
): Promise<{ stream: Readable; sizeBytes: number; etag: string }> {
  const answer = await atBorder('GetObject', () =>
    on.client.send(
      new GetObjectCommand({
        Bucket: on.config.bucket,
        Key: key,
        ...(options.start && { Range: `bytes=${options.start}-` }),
        ...(options.ifMatchEtag && { IfMatch: `"${options.ifMatchEtag}"` }),
      }),
      { ...(options.signal && { abortSignal: options.signal }) },
    ),
  );
  if (!answer.Body) throw new StorageError({ kind: 'unavailable', operation: 'GetObject' });
  return { stream: answer.Body as Readable, sizeBytes: wholeSize(answer), etag: unquoted(answer.ETag) };
}

function wholeSize(answer: { ContentRange?: string; ContentLength?: number }): number {
  const total = /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1];
  return total === undefined ? (answer.ContentLength ?? 0) : Number(total);
}

function isOutOfRange(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 416;
}

async function emptyRange(key: string, on: StorageHandle): Promise<ObjectRange> {
  const head = await headObject(key, on);
  return { bytes: Buffer.alloc(0), sizeBytes: head.sizeBytes, etag: head.etag };
}
