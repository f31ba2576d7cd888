import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import type { FileCheck } from '@/lib/contracts/files';
import { findObject } from '@/lib/storage/head-object';
import { getOwnedFile } from './get-file';

/** Asks the bucket whether a file's object is still the one that was verified. Throws not_found for the file. */
export async function verifyFile(actor: UserActor, id: string): Promise<FileCheck> {
  const file = await getOwnedFile(actor, { id });
  const stored = await findObject(file.objectKey);
  const checkedAt = new Date().toISOString();
  if (!stored) return { intact: false, checkedAt, problem: 'missing' };
  if (stored.sizeBytes !== Number(file.sizeBytes))
    return { intact: false, checkedAt, problem: 'size_changed' };
  if (stored.etag !== file.etag) return { intact: false, checkedAt, problem: 'content_changed' };
  return { intact: true, checkedAt };
}
