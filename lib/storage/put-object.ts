import 'server-only';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { unquoted } from './head-object';
import { assertOwnKeys } from './own-keys';

export interface PutObjectRequest {
  key: string;
  body: Buffer;
  contentType: string;
  cacheControl?: string;
  /** A second write of the key throws precondition_failed, where the engine honours If-None-Match. */
  createOnly?: boolean;
}

/** Writes something small that the server made itself (a thumbnail, the marker). Returns its ETag. */
export async function putObject(
  request: PutObjectRequest,
  on: StorageHandle = defaultStorage(),
): Promise<{ etag: string }> {
  assertOwnKeys([request.key], on);
  const answer = await atBorder('PutObject', () =>
    on.client.send(
      new PutObjectCommand({
        Bucket: on.config.bucket,
        Key: request.key,
        Body: request.body,
        ContentType: request.contentType,
        ...(request.cacheControl && { CacheControl: request.cacheControl }),
        ...(request.createOnly && { IfNoneMatch: '*' }),
      }),
    ),
  );
  return { etag: unquoted(answer.ETag) };
}
