import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { notFound } from '@/lib/contracts/errors';
import type { FolderDto } from '@/lib/contracts/folders';
import { transaction } from '@/lib/platform/db';
import { getFolder } from './folders';
import { freeName } from './free-name';

/** Trashes a folder with everything below it. Repeating it is harmless. Throws not_found for foreign folders. */
export function trashFolder(actor: UserActor, id: string): Promise<void> {
  return transaction(async (tx) => {
    const row = await tx.folder.findFirst({ where: { id, ownerId: actor.userId } });
    if (!row) throw notFound('No such folder');
    if (row.trashedAt) return;
    const below = await tx.$queryRaw<{ id: string }[]>`
      WITH RECURSIVE down AS (
        SELECT "id" FROM "Folder" WHERE "id" = ${id}::uuid
        UNION SELECT c."id" FROM "Folder" c JOIN down ON c."parentId" = down."id" WHERE c."trashedAt" IS NULL
      ) SELECT "id" FROM down`;
    const ids = below.map((folder) => folder.id);
    const now = new Date();
    await tx.$executeRaw`UPDATE "Folder" SET "trashedAt" = ${now}, "nameKey" = "id" || '/' || "name", "version" = "version" + 1
      WHERE "id" = ANY(${ids}::uuid[])`;
    await tx.$executeRaw`UPDATE "File" SET "trashedAt" = ${now}, "trashedWithId" = ${id}::uuid, "version" = "version" + 1,
      "updatedAt" = ${now} WHERE "folderId" = ANY(${ids}::uuid[]) AND "trashedAt" IS NULL`;
    await recordAudit(tx, actor, {
      action: 'folder.trashed',
      target: { type: 'folder', id, text: row.name },
    });
  });
}

/**
 * Brings a trashed folder back with the folders and files that went into the trash with it; what was trashed by itself
 * before stays there. Where its place is gone it comes back at the top, where its name is taken under another one.
 * A folder that is not in the trash is answered as it is. Throws not_found.
 */
export async function restoreFolder(actor: UserActor, id: string): Promise<FolderDto> {
  await transaction(async (tx) => {
    // One lock a person, as for moves: nobody takes the place or the name meanwhile.
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${actor.userId}::uuid FOR UPDATE`;
    const row = await tx.folder.findFirst({ where: { id, ownerId: actor.userId } });
    if (!row) throw notFound('No such folder');
    if (!row.trashedAt) return;
    const parent = row.parentId
      ? await tx.folder.findFirst({ where: { id: row.parentId, trashedAt: null }, select: { id: true } })
      : null;
    const parentKey = parent?.id ?? actor.userId;
    const beside = await tx.folder.findMany({
      where: { ownerId: actor.userId, parentKey, trashedAt: null },
      select: { name: true },
    });
    const taken = new Set(beside.map(({ name }) => name));
    const name = freeName(row.name, (candidate) => taken.has(candidate));
    const together = await tx.$queryRaw<{ id: string }[]>`
      WITH RECURSIVE down AS (
        SELECT "id" FROM "Folder" WHERE "id" = ${id}::uuid
        UNION SELECT c."id" FROM "Folder" c JOIN down ON c."parentId" = down."id" WHERE c."trashedAt" = ${row.trashedAt}
      ) SELECT "id" FROM down`;
    const ids = together.map((folder) => folder.id);
    await tx.$executeRaw`UPDATE "Folder" SET "trashedAt" = NULL, "nameKey" = "name", "version" = "version" + 1
      WHERE "id" = ANY(${ids}::uuid[]) AND "id" <> ${id}::uuid`;
    await tx.folder.update({
      where: { id },
      data: {
        trashedAt: null,
        name,
        nameKey: name,
        parentId: parent?.id ?? null,
        parentKey,
        version: { increment: 1 },
      },
    });
    await tx.$executeRaw`UPDATE "File" SET "trashedAt" = NULL, "trashedWithId" = NULL, "version" = "version" + 1,
      "updatedAt" = now() WHERE "trashedWithId" = ${id}::uuid AND "folderId" = ANY(${ids}::uuid[])`;
    await recordAudit(tx, actor, { action: 'folder.restored', target: { type: 'folder', id, text: name } });
  });
  return getFolder(actor, id);
}
