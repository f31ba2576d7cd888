import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { conflict, notFound } from '@/lib/contracts/errors';
import type { TagDto } from '@/lib/contracts/folders';
import { db, isUniqueViolation, type Tx } from '@/lib/platform/db';

/** Ids of actor's tags called names, made where missing. */
async function findOrCreateTags(tx: Tx, ownerId: string, names: string[]): Promise<string[]> {
  if (names.length === 0) return [];
  await tx.tag.createMany({ data: names.map((name) => ({ ownerId, name })), skipDuplicates: true });
  const rows = await tx.tag.findMany({ where: { ownerId, name: { in: names } }, select: { id: true } });
  return rows.map(({ id }) => id);
}

type Retag = { ownerId: string; fileIds: string[]; add: string[]; remove: string[] };

/** Adds and removes tags of files in the caller's transaction; repeating it changes nothing. */
export async function retag(tx: Tx, { ownerId, fileIds, add, remove }: Retag): Promise<void> {
  if (remove.length > 0) {
    await tx.fileTag.deleteMany({
      where: { fileId: { in: fileIds }, tag: { ownerId, name: { in: remove } } },
    });
  }
  const tagIds = await findOrCreateTags(tx, ownerId, add);
  await tx.fileTag.createMany({
    data: fileIds.flatMap((fileId) => tagIds.map((tagId) => ({ fileId, tagId }))),
    skipDuplicates: true,
  });
}

/** Makes names the whole set of tags of one file. */
export async function setTags(
  tx: Tx,
  { ownerId, fileId, names }: { ownerId: string; fileId: string; names: string[] },
): Promise<void> {
  const tagIds = await findOrCreateTags(tx, ownerId, names);
  await tx.fileTag.deleteMany({ where: { fileId, tagId: { notIn: tagIds } } });
  await tx.fileTag.createMany({ data: tagIds.map((tagId) => ({ fileId, tagId })), skipDuplicates: true });
}

/** actor's tags by name, with the number of live files of each. */
export async function listTags(actor: UserActor): Promise<{ items: TagDto[]; nextCursor: null }> {
  const rows = await db().tag.findMany({
    where: { ownerId: actor.userId },
    orderBy: [{ name: 'asc' }],
    take: 1000,
    select: { id: true, name: true, _count: { select: { files: { where: { file: { trashedAt: null } } } } } },
  });
  return {
    items: rows.map(({ id, name, _count }) => ({ id, name, fileCount: _count.files })),
    nextCursor: null,
  };
}

/** Renames a tag. Throws not_found, conflict where the name is taken. */
export async function renameTag(actor: UserActor, id: string, name: string): Promise<TagDto> {
  try {
    const { count } = await db().tag.updateMany({ where: { id, ownerId: actor.userId }, data: { name } });
    if (count === 0) throw notFound('No such tag');
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict(`There is a tag “${name}” already.`);
    throw error;
  }
  const fileCount = await db().fileTag.count({ where: { tagId: id, file: { trashedAt: null } } });
  return { id, name, fileCount };
}

/** Removes a tag from all files. Throws not_found. */
export async function deleteTag(actor: UserActor, id: string): Promise<void> {
  const { count } = await db().tag.deleteMany({ where: { id, ownerId: actor.userId } });
  if (count === 0) throw notFound('No such tag');
}
