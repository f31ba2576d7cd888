import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { notFound } from '@/lib/contracts/errors';
import type { FileDto } from '@/lib/contracts/files';
import { db, type Tx } from '@/lib/platform/db';
import { createPresigner } from '@/lib/storage/presign';
import { type FileRow, fileInclude, toFileDto } from './to-file-dto';

type Owned = { id: string; trashed?: boolean };

/** actor's own file. Throws not_found for unknown and foreign ids alike, and for the wrong side of the trash. */
export async function getOwnedFile(
  actor: UserActor,
  { id, trashed }: Owned,
  tx: Tx = db(),
): Promise<FileRow> {
  const row = await tx.file.findFirst({ where: { id, ownerId: actor.userId }, include: fileInclude });
  if (!row || (trashed !== undefined && (row.trashedAt !== null) !== trashed)) throw notFound('No such file');
  return row;
}

/** One of actor's files, trashed ones too. Throws not_found. */
export async function getFile(actor: UserActor, id: string): Promise<FileDto> {
  return toFileDto(await getOwnedFile(actor, { id }), await createPresigner());
}
