import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import type { Page } from '@/lib/contracts/common';
import type { UploadDto } from '@/lib/contracts/uploads';
import { db } from '@/lib/platform/db';
import { decodeCursor, toPage } from '@/lib/platform/keyset';
import { isStorageError } from '@/lib/storage/errors';
import { listParts, type UploadedPart } from '@/lib/storage/multipart';
import { uploadCapabilities } from './capabilities';
import { getOwnedUpload } from './sign';
import { toUploadDto, type UploadRow } from './to-upload-dto';

/** actor's unfinished uploads and those refused in the last 7 days, newest first. */
export async function listUploads(
  actor: UserActor,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<UploadDto>> {
  const after = decodeCursor(cursor, 'date');
  const rows = await db().upload.findMany({
    where: {
      ownerId: actor.userId,
      state: { in: ['pending', 'uploading', 'completing', 'verifying', 'refused'] },
      ...(after ? { id: { lt: after[1] } } : {}),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  return toPage(rows, {
    limit,
    toItem: (row) => toUploadDto(row),
    toCursor: (row) => [row.createdAt.toISOString(), row.id],
  });
}

/** One of actor's uploads; with the parts that the bucket has, while it has parts. Throws not_found. */
export async function getUpload(actor: UserActor, id: string): Promise<UploadDto> {
  const row = await getOwnedUpload(actor, id);
  if (row.method !== 'multipart') return toUploadDto(row);
  const [parts, { partDigest }] = await Promise.all([partsOf(row), uploadCapabilities()]);
  return toUploadDto(row, { parts, partDigest });
}

async function partsOf(row: UploadRow): Promise<UploadedPart[]> {
  if (!row.multipartId || (row.state !== 'pending' && row.state !== 'uploading')) return [];
  try {
    return await listParts({ key: row.uploadKey, multipartId: row.multipartId });
  } catch (error) {
    if (isStorageError(error, 'not_found')) return [];
    throw error;
  }
}
