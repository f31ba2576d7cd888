import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { AppError, notFound } from '@/lib/contracts/errors';
import type { ZipManifest } from '@/lib/contracts/files';
import { db, Prisma } from '@/lib/platform/db';
import { freeName } from './free-name';

/** More entries make an archive that few programs open; the list itself stays below a megabyte or two. */
const maxEntries = 10_000;

type Row = { id: string; name: string; path: string; sizeBytes: bigint; updatedAt: Date };

/**
 * Paths and sizes of actor's chosen live files and of everything below chosen folders, each path once. Throws
 * not_found where nothing is left of the choice, too_large beyond 10,000 files.
 */
export async function zipManifest(
  actor: UserActor,
  { ids, folderIds }: { ids: string[]; folderIds: string[] },
): Promise<ZipManifest> {
  const rows = await db().$queryRaw<Row[]>`
    WITH RECURSIVE tree AS (
      SELECT "id", "name"::text AS path FROM "Folder"
        WHERE "ownerId" = ${actor.userId}::uuid AND "id" = ANY(${folderIds}::uuid[]) AND "trashedAt" IS NULL
      UNION ALL
      SELECT f."id", tree.path || '/' || f."name" FROM "Folder" f JOIN tree ON f."parentId" = tree."id" WHERE f."trashedAt" IS NULL
    )
    SELECT f."id", f."name", '' AS path, f."sizeBytes", f."updatedAt" FROM "File" f
      WHERE f."ownerId" = ${actor.userId}::uuid AND f."id" = ANY(${ids}::uuid[]) AND f."trashedAt" IS NULL
    UNION ALL
    SELECT f."id", f."name", tree.path || '/' AS path, f."sizeBytes", f."updatedAt" FROM "File" f JOIN tree ON f."folderId" = tree."id"
      WHERE f."ownerId" = ${actor.userId}::uuid AND f."trashedAt" IS NULL
    ${Prisma.sql`LIMIT ${maxEntries + 1}`}`;
  if (rows.length === 0) throw notFound('None of these files');
  if (rows.length > maxEntries)
    throw new AppError('too_large', {
      detail: `An archive can hold ${maxEntries} files at most. Choose fewer.`,
    });
  const taken = new Set<string>();
  const entries = rows.map((row) => {
    const path = row.path + freeName(row.name, (candidate) => taken.has(row.path + candidate));
    taken.add(path);
    return { id: row.id, path, size: Number(row.sizeBytes), lastModified: row.updatedAt.toISOString() };
  });
  return {
    name: await archiveName(actor, folderIds, entries.length),
    totalBytes: entries.reduce((sum, { size }) => sum + size, 0),
    entries,
  };
}

async function archiveName(actor: UserActor, folderIds: string[], count: number): Promise<string> {
  const [only] = folderIds;
  const folder =
    folderIds.length === 1 && only
      ? await db().folder.findFirst({ where: { id: only, ownerId: actor.userId } })
      : null;
  return `${folder?.name ?? `Sluice ${new Date().toISOString().slice(0, 10)} (${count} files)`}.zip`;
}
