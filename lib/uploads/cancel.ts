import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { conflict } from '@/lib/contracts/errors';
import { deleteObjectsLater } from '@/lib/files/delete-files';
import { transaction } from '@/lib/platform/db';
import { abortMultipart } from '@/lib/storage/multipart';
import { tombstone, uploadDeletions } from './finish';
import { getOwnedUpload } from './sign';

/**
 * Ends an unfinished upload: reservation released, parts given up, a tombstone kept because a slow PUT may still
 * end. Repeating it is harmless. Throws not_found; conflict once it is a file or about to become one.
 */
export async function cancelUpload(actor: UserActor, id: string): Promise<void> {
  const row = await getOwnedUpload(actor, id);
  const cancelled = await transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${row.ownerId}::uuid FOR UPDATE`;
    const { count } = await tx.upload.updateMany({
      where: { id, state: { in: ['pending', 'uploading'] } },
      data: { state: 'cancelled', ...tombstone() },
    });
    if (count === 0) return false;
    await tx.user.update({
      where: { id: row.ownerId },
      data: { reservedBytes: { decrement: row.sizeBytes } },
    });
    await deleteObjectsLater(tx, uploadDeletions(row, 'cancelled'));
    await recordAudit(tx, actor, {
      action: 'upload.cancelled',
      target: { type: 'upload', id, text: row.name },
    });
    return true;
  });
  const now = await getOwnedUpload(actor, id);
  if (!cancelled && now.state === 'ready')
    throw conflict('This upload is a file already. Move the file to the trash instead.');
  if (!cancelled && (now.state === 'completing' || now.state === 'verifying')) {
    throw conflict('This upload is being finished at this moment. Wait for it, then trash the file.');
  }
  // The row says cancelled whatever happens here; the sweep gives up what an unreachable bucket kept.
  if (now.multipartId) await abortMultipart({ key: now.uploadKey, multipartId: now.multipartId });
}
