import 'server-only';
import { Name } from '@/lib/contracts/common';
import { notFound, quotaExceeded } from '@/lib/contracts/errors';
import { freeName } from '@/lib/files/free-name';
import type { User } from '@/lib/generated/prisma/client';
import { type Tx, transaction } from '@/lib/platform/db';

const batchSize = 500;

/** What the heir will find the files under. A name of a person may hold what a folder's may not. */
function folderNameOf(person: string): string {
  const name = Name.safeParse(`Files of ${person.replace(/[/\\]/g, '-')}`);
  return name.success ? name.data : 'Files of somebody who left';
}

type Place = { id: string; ownerId: string; person: string };

/** The live folder id at the root of its new owner; made, or taken out of the trash, where it is not there. */
async function ensureFolder(tx: Tx, { id, ownerId, person }: Place): Promise<void> {
  const there = await tx.folder.findUnique({ where: { id } });
  if (there && there.trashedAt === null) return;
  const theirs = await tx.folder.findMany({
    where: { ownerId, parentKey: ownerId, trashedAt: null },
    select: { name: true },
  });
  const taken = new Set(theirs.map(({ name }) => name));
  const name = freeName(folderNameOf(person), (candidate) => taken.has(candidate));
  const place = { ownerId, parentId: null, parentKey: ownerId, name, nameKey: name, trashedAt: null };
  await tx.folder.upsert({ where: { id }, create: { id, ...place }, update: place });
}

/**
 * Decides in the caller's transaction that heirId gets user's files: checks the quota, and makes the folder they will
 * lie in. Its id is the former owner's, so that hand-over finds it however often it begins anew.
 * Throws not_found, quota_exceeded.
 */
export async function prepareHandOver(tx: Tx, user: User, heirId: string): Promise<User> {
  await tx.$queryRaw`
    SELECT 1 FROM "User" WHERE "id" IN (${user.id}::uuid, ${heirId}::uuid) ORDER BY "id" FOR UPDATE`;
  const heir = await tx.user.findFirst({ where: { id: heirId, deletedAt: null, status: 'active' } });
  if (!heir || heir.id === user.id) throw notFound('No such person to give the files to');
  const free = heir.quotaBytes === null ? null : heir.quotaBytes - heir.usedBytes - heir.reservedBytes;
  if (free !== null && user.usedBytes > free)
    throw quotaExceeded({ neededBytes: Number(user.usedBytes), freeBytes: Number(free) });
  await ensureFolder(tx, { id: user.id, ownerId: heirId, person: user.name });
  return heir;
}

/**
 * Moves everything of a deleted person to their heir, with folders, versions and bytes; links and tags stay behind and
 * end. In batches, each a transaction of its own; begun anew, it goes on with what is left.
 */
export async function handOver(ownerId: string, heirId: string): Promise<void> {
  while ((await handOverBatch(ownerId, heirId)) === batchSize);
}

function handOverBatch(ownerId: string, heirId: string): Promise<number> {
  return transaction(async (tx) => {
    const held = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "User" WHERE "id" IN (${ownerId}::uuid, ${heirId}::uuid) ORDER BY "id" FOR UPDATE`;
    // Another run has moved the last file and removed the account meanwhile.
    if (held.length < 2) return 0;
    // The heir may have deleted the folder meanwhile; its former owner's name is forgotten by now.
    await ensureFolder(tx, { id: ownerId, ownerId: heirId, person: 'somebody who left' });
    await tx.$executeRaw`
      UPDATE "Folder" SET "ownerId" = ${heirId}::uuid, "version" = "version" + 1, "updatedAt" = now(),
        "parentId" = coalesce("parentId", ${ownerId}::uuid), "parentKey" = coalesce("parentId", ${ownerId}::uuid)
      WHERE "ownerId" = ${ownerId}::uuid`;
    const rows = await tx.$queryRaw<{ id: string; bytes: bigint }[]>`
      SELECT f."id", f."sizeBytes" + coalesce((SELECT sum(v."sizeBytes") FROM "FileVersion" v WHERE v."fileId" = f."id"), 0)::bigint AS "bytes"
      FROM "File" f WHERE f."ownerId" = ${ownerId}::uuid ORDER BY f."id" LIMIT ${batchSize} FOR UPDATE OF f`;
    const ids = rows.map(({ id }) => id);
    const bytes = rows.reduce((sum, row) => sum + row.bytes, 0n);
    await tx.shareItem.deleteMany({ where: { fileId: { in: ids } } });
    await tx.fileTag.deleteMany({ where: { fileId: { in: ids } } });
    await tx.$executeRaw`
      UPDATE "File" SET "ownerId" = ${heirId}::uuid, "folderId" = coalesce("folderId", ${ownerId}::uuid),
        "shareCount" = 0, "favourite" = false, "version" = "version" + 1, "updatedAt" = now()
      WHERE "id" = ANY(${ids}::uuid[])`;
    await tx.user.update({ where: { id: ownerId }, data: { usedBytes: { decrement: bytes } } });
    await tx.user.update({ where: { id: heirId }, data: { usedBytes: { increment: bytes } } });
    return rows.length;
  });
}
