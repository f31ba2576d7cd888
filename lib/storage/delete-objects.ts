import 'server-only';
import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { isStorageError, type StorageError, toStorageError } from './errors';
import { assertOwnKeys } from './own-keys';

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const MAX_DELETE_BATCH = 1_000;

/** What became of one key. Deleting what is not there counts as deleted. */
export type DeleteResult =
  | { key: string; deleted: true }
  | { key: string; deleted: false; error: StorageError };

/** Deletes one object under our prefix; twice is as good as once. */
export async function deleteObject(key: string, on: StorageHandle = defaultStorage()): Promise<void> {
  assertOwnKeys([key], on);
  await atBorder('DeleteObject', () =>
    on.client.send(new DeleteObjectCommand({ Bucket: on.config.bucket, Key: key })),
  );
}

/**
 * Deletes at most 1,000 objects under our prefix and tells of each, in order. Throws only when the whole request
 * failed. Engines without bulk delete (Google's) get single ones.
 */
export async function deleteObjects(
  keys: readonly string[],
  on: StorageHandle = defaultStorage(),
): Promise<DeleteResult[]> {
  assertOwnKeys(keys, on);
  if (keys.length > MAX_DELETE_BATCH) throw new RangeError(`at most ${MAX_DELETE_BATCH} keys a batch`);
  if (keys.length === 0) return [];
  try {
    return await deleteInBulk(keys, on);
  } catch (error) {
    if (isStorageError(error, 'not_implemented')) return deleteOneByOne(keys, on);
    throw error;
  }
}

async function deleteInBulk(keys: readonly string[], on: StorageHandle): Promise<DeleteResult[]> {
  const answer = await atBorder('DeleteObjects', () =>
    on.client.send(
      new DeleteObjectsCommand({
        Bucket: on.config.bucket,
        Delete: { Objects: [...new Set(keys)].map((key) => ({ Key: key })), Quiet: true },
      }),
    ),
  );
  const refused = new Map((answer.Errors ?? []).map((error) => [error.Key ?? '', error]));
  return keys.map((key) => {
    const error = refused.get(key);
    if (!error || error.Code === 'NoSuchKey') return { key, deleted: true };
    const shape = { Code: error.Code, message: error.Message };
    return { key, deleted: false, error: toStorageError('DeleteObjects', shape) };
  });
}

async function deleteOneByOne(keys: readonly string[], on: StorageHandle): Promise<DeleteResult[]> {
  const results: DeleteResult[] = [];
  for (const key of keys) {
    try {
      await deleteObject(key, on);
      results.push({ key, deleted: true });
    } catch (error) {
      results.push({ key, deleted: false, error: toStorageError('DeleteObject', error) });
    }
  }
  return results;
}
