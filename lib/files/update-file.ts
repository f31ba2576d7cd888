import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { changedMeanwhile } from '@/lib/contracts/errors';
import type { FileDto, UpdateFile } from '@/lib/contracts/files';
import { transaction } from '@/lib/platform/db';
import { createPresigner } from '@/lib/storage/presign';
import { extensionOf } from './file-type';
import { getOwnedFolder } from './folders';
import { getOwnedFile } from './get-file';
import { setTags } from './tags';
import { toFileDto } from './to-file-dto';

type Update = UpdateFile & { id: string; ifVersion?: number };

/**
 * Renames, moves, marks and tags a live file. The content decides its type, so a new extension changes the name
 * only. Throws not_found (file or folder), precondition_failed where ifVersion is not the version any more.
 */
export async function updateFile(
  actor: UserActor,
  { id, ifVersion, tags, ...change }: Update,
): Promise<FileDto> {
  const row = await transaction(async (tx) => {
    const before = await getOwnedFile(actor, { id, trashed: false }, tx);
    if (change.folderId) await getOwnedFolder(actor, change.folderId, tx);
    const { count } = await tx.file.updateMany({
      where: { id, ownerId: actor.userId, version: ifVersion ?? before.version },
      data: {
        ...change,
        ...(change.name === undefined ? {} : { extension: extensionOf(change.name) }),
        version: { increment: 1 },
      },
    });
    if (count === 0) throw changedMeanwhile();
    if (tags) await setTags(tx, { ownerId: actor.userId, fileId: id, names: tags });
    await recordAudit(tx, actor, {
      action: change.name !== undefined && change.name !== before.name ? 'file.renamed' : 'file.updated',
      target: { type: 'file', id, text: change.name ?? before.name },
      details: { before: before.name, changed: [...Object.keys(change), ...(tags ? ['tags'] : [])] },
    });
    return getOwnedFile(actor, { id }, tx);
  });
  return toFileDto(row, await createPresigner());
}
