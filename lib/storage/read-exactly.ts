import 'server-only';
import { defaultStorage, type StorageHandle } from './client';
import { toStorageError } from './errors';
import { getObjectStream } from './get-object';
import { findObject } from './head-object';

type Read = { outcome: 'read'; bytes: Buffer } | { outcome: 'missing' | 'another_size' };

/**
 * All bytes of a small object that a client wrote, if there are exactly sizeBytes of them: it is looked at before it
 * is read, and read as it was looked at. Throws precondition_failed where it was written again in between.
 */
export async function readExactly(
  key: string,
  sizeBytes: number,
  on: StorageHandle = defaultStorage(),
): Promise<Read> {
  const head = await findObject(key, on);
  if (!head) return { outcome: 'missing' };
  if (head.sizeBytes !== sizeBytes) return { outcome: 'another_size' };
  const { stream } = await getObjectStream(key, on, { ifMatchEtag: head.etag });
  try {
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(Buffer.from(piece));
    return { outcome: 'read', bytes: Buffer.concat(pieces) };
  } catch (error) {
    throw toStorageError('GetObject', error);
  }
}
