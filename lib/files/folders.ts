import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { changedMeanwhile, conflict, notFound } from '@/lib/contracts/errors';
import type { FolderDto } from '@/lib/contracts/folders';
import { db, isUniqueViolation, Prisma, type Tx, transaction } from '@/lib/platform/db';
import { likePattern } from './search-words';

type FolderRow = Prisma.FolderGetPayload<object>;
/** Depth at which a tree is surely a mistake; keeps every walk bounded. */
const maxDepth = 64;

/** Ancestors of folders from the root down, each including itself, keyed by folder id. */
async function pathsOf(tx: Tx, ids: string[]): Promise<Map<string, { id: string; name: string }[]>> {
  const paths = new Map<string, { id: string; name: string }[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return paths;
  const rows = await tx.$queryRaw<{ start: string; id: string; name: string }[]>`
    WITH RECURSIVE up AS (
      SELECT f."id" AS start, f."id", f."name", f."parentId", 1 AS depth FROM "Folder" f WHERE f."id" = ANY(${ids}::uuid[])
      UNION ALL
      SELECT up.start, p."id", p."name", p."parentId", up.depth + 1 FROM "Folder" p JOIN up ON p."id" = up."parentId"
      WHERE up.depth <= ${maxDepth}
    )
    SELECT start, "id", "name" FROM up ORDER BY start, depth DESC`;
  for (const { start, id, name } of rows) paths.get(start)?.push({ id, name });
  return paths;
}

function toFolderDto(row: FolderRow, path: { id: string; name: string }[]): FolderDto {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    parentId: row.parentId,
    path,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    ...(row.trashedAt ? { trashedAt: row.trashedAt.toISOString() } : {}),
  };
}

async function withPath(tx: Tx, row: FolderRow): Promise<FolderDto> {
  return toFolderDto(row, (await pathsOf(tx, [row.id])).get(row.id) ?? []);
}

/** actor's own live folder. Throws not_found. */
export async function getOwnedFolder(actor: UserActor, id: string, tx: Tx = db()): Promise<FolderRow> {
  const row = await tx.folder.findFirst({ where: { id, ownerId: actor.userId, trashedAt: null } });
  if (!row) throw notFound('No such folder');
  return row;
}

type ListFolders = { parentId?: string; q?: string; trashed?: boolean };

/** Folders inside a folder (or at the root, or anywhere with q), by name; at most 1,000. Throws not_found. */
export async function listFolders(
  actor: UserActor,
  { parentId, q, trashed = false }: ListFolders,
): Promise<{ items: FolderDto[]; nextCursor: null }> {
  if (parentId && parentId !== 'root') await getOwnedFolder(actor, parentId);
  const { sql, empty } = Prisma;
  const inParent =
    parentId === 'root'
      ? sql`AND "parentId" IS NULL`
      : parentId
        ? sql`AND "parentId" = ${parentId}::uuid`
        : empty;
  const rows = await db().$queryRaw<FolderRow[]>`
    SELECT * FROM "Folder" WHERE "ownerId" = ${actor.userId}::uuid
      AND ${trashed ? sql`"trashedAt" IS NOT NULL` : sql`"trashedAt" IS NULL`} ${inParent}
      ${q ? sql`AND "name" ILIKE ${likePattern(q)}` : empty}
    ORDER BY "name", "id" LIMIT 1000`;
  const paths = await pathsOf(
    db(),
    rows.map(({ id }) => id),
  );
  return { items: rows.map((row) => toFolderDto(row, paths.get(row.id) ?? [])), nextCursor: null };
}

/** One of actor's live folders with its path. Throws not_found. */
export async function getFolder(actor: UserActor, id: string): Promise<FolderDto> {
  return withPath(db(), await getOwnedFolder(actor, id));
}

const nameTaken = (name: string) =>
  conflict(`A folder named “${name}” is already here. Choose another name.`);

async function onNameTaken<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(name);
    throw error;
  }
}

/** A new folder. Throws conflict where its name is taken, not_found for the parent. */
export function createFolder(
  actor: UserActor,
  { name, parentId }: { name: string; parentId: string | null },
): Promise<FolderDto> {
  return onNameTaken(name, () =>
    transaction(async (tx) => {
      const parent = parentId ? await getOwnedFolder(actor, parentId, tx) : null;
      if (parent && ((await pathsOf(tx, [parent.id])).get(parent.id)?.length ?? 0) >= maxDepth) {
        throw conflict(`Folders can be nested ${maxDepth} deep at most.`);
      }
      const row = await tx.folder.create({
        data: { ownerId: actor.userId, parentId, name, parentKey: parentId ?? actor.userId, nameKey: name },
      });
      await recordAudit(tx, actor, {
        action: 'folder.created',
        target: { type: 'folder', id: row.id, text: name },
      });
      return withPath(tx, row);
    }),
  );
}

type UpdateFolder = { id: string; name?: string; parentId?: string | null; ifVersion?: number };

/** Renames or moves a folder. Throws conflict for a taken name or a move into itself, precondition_failed. */
export function updateFolder(
  actor: UserActor,
  { id, name, parentId, ifVersion }: UpdateFolder,
): Promise<FolderDto> {
  return onNameTaken(name ?? '', () =>
    transaction(async (tx) => {
      // One lock a person: two moves at once could otherwise make a loop that neither sees.
      await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${actor.userId}::uuid FOR UPDATE`;
      const row = await getOwnedFolder(actor, id, tx);
      if (ifVersion !== undefined && row.version !== ifVersion) throw changedMeanwhile();
      const target = parentId === undefined ? row.parentId : parentId;
      if (target && target !== row.parentId) await checkMove(actor, { id, target }, tx);
      const updated = await tx.folder.update({
        where: { id },
        data: {
          name: name ?? row.name,
          nameKey: name ?? row.name,
          parentId: target,
          parentKey: target ?? actor.userId,
          version: { increment: 1 },
        },
      });
      await recordAudit(tx, actor, {
        action: target === row.parentId ? 'folder.renamed' : 'folder.moved',
        target: { type: 'folder', id, text: updated.name },
        details: { before: row.name },
      });
      return withPath(tx, updated);
    }),
  );
}

async function checkMove(
  actor: UserActor,
  { id, target }: { id: string; target: string },
  tx: Tx,
): Promise<void> {
  await getOwnedFolder(actor, target, tx);
  const path = (await pathsOf(tx, [target])).get(target) ?? [];
  if (path.some((ancestor) => ancestor.id === id)) throw conflict('A folder cannot be moved into itself.');
  if (path.length >= maxDepth) throw conflict(`Folders can be nested ${maxDepth} deep at most.`);
}
