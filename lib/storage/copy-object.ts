import 'server-only';
import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { deleteObject } from './delete-objects';
import { StorageError } from './errors';
import { findObject, unquoted } from './head-object';
import { assertOwnKeys } from './own-keys';
import { encodePath } from './uri';

/**
 * Copies from → to inside the bucket, at most 5 GiB, only while the source still has ifMatchEtag; all headers that its uploader
 * set are replaced by contentType. Throws precondition_failed when it changed, not_found when it is gone.
 * The key `to` must be a new one: what was copied by mistake is removed again.
 */
export async function copyObject(
  from: string,
  to: string,
  options: { ifMatchEtag: string; contentType: string },
  on: StorageHandle = defaultStorage(),
): Promise<{ etag: string }> {
  assertOwnKeys([to], on);
  const answer = await atBorder('CopyObject', () =>
    on.client.send(
      new CopyObjectCommand({
        Bucket: on.config.bucket,
        Key: to,
        CopySource: `${on.config.bucket}/${encodePath(from)}`,
        CopySourceIfMatch: `"${options.ifMatchEtag}"`,
        MetadataDirective: 'REPLACE',
        ContentType: options.contentType,
      }),
    ),
  );
  // A copy that broke half-way is answered 200 as well: only an ETag says that the object is there.
  if (!answer.CopyObjectResult?.ETag)
    throw new StorageError({ kind: 'unavailable', operation: 'CopyObject' });
  const etag = unquoted(answer.CopyObjectResult.ETag);
  if (etag !== options.ifMatchEtag) await checkUnchanged(from, to, options.ifMatchEtag, on);
  return { etag };
}

/**
 * Ceph 16 ignores the condition and copies whatever is there now. Where the copy's ETag is another one, and the
 * source's too, other bytes than the verified ones were copied: away with them. (With KMS keys a copy's ETag always
 * differs; the source's does not.)
 */
async function checkUnchanged(
  from: string,
  to: string,
  ifMatchEtag: string,
  on: StorageHandle,
): Promise<void> {
  const source = await findObject(from, on);
  if (source?.etag === ifMatchEtag) return;
  await deleteObject(to, on);
  throw new StorageError({ kind: 'precondition_failed', operation: 'CopyObject', status: 412 });
}
