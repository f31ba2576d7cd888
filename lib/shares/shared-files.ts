import 'server-only';
import type { FileKind } from '@/lib/contracts/files';
import { db, Prisma } from '@/lib/platform/db';

const { sql, empty } = Prisma;

/** What a share shows: the files it names, or what lies in its folder and below at the time of asking. */
export type Scope = { ownerId: string } & ({ folderId: string } | { shareId: string });

/** A place in the list: the name (folders) or the owner's order (chosen files), then the id. */
type Place = [string | number, string];

export type SharedFile = {
  id: string;
  name: string;
  extension: string;
  mime: string;
  kind: FileKind;
  sizeBytes: bigint;
  objectKey: string;
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  placeholder: string | null;
  thumbnailState: string;
  /** Folders between the shared folder and the file, a/b; empty at its top and for chosen files. */
  path: string;
  place: string | number;
};

type Choose = { ids?: string[]; after?: Place | null; limit: number };

/**
 * Live files in scope, in their order, after a place. Everything a visitor can reach is found here: a file that was
 * trashed, given to somebody else or moved out of the folder is not in scope any more.
 */
export function liveFiles(scope: Scope, { ids, after, limit }: Choose): Promise<SharedFile[]> {
  const columns = sql`f."id", f."name", f."extension", f."mime", f."kind"::text AS kind, f."sizeBytes", f."objectKey",
    f."width", f."height", f."durationSeconds", f."placeholder", f."thumbnailState"::text AS "thumbnailState"`;
  const isLive = sql`f."ownerId" = ${scope.ownerId}::uuid AND f."trashedAt" IS NULL
    ${ids ? sql`AND f."id" = ANY(${ids}::uuid[])` : empty}`;
  if ('folderId' in scope) {
    return db().$queryRaw<SharedFile[]>`
      WITH RECURSIVE down AS (
        SELECT d."id", ''::text COLLATE "C" AS path FROM "Folder" d
        WHERE d."id" = ${scope.folderId}::uuid AND d."ownerId" = ${scope.ownerId}::uuid AND d."trashedAt" IS NULL
        UNION ALL
        SELECT c."id", (CASE WHEN down.path = '' THEN c."name" ELSE down.path || '/' || c."name" END) COLLATE "C"
        FROM "Folder" c JOIN down ON c."parentId" = down."id" WHERE c."trashedAt" IS NULL
      )
      SELECT ${columns}, down.path, f."name" AS place FROM "File" f JOIN down ON down."id" = f."folderId"
      WHERE ${isLive} ${after ? sql`AND (f."name", f."id") > (${String(after[0])}, ${after[1]}::uuid)` : empty}
      ORDER BY f."name", f."id" LIMIT ${limit}`;
  }
  return db().$queryRaw<SharedFile[]>`
    SELECT ${columns}, '' AS path, i."position" AS place FROM "ShareItem" i JOIN "File" f ON f."id" = i."fileId"
    WHERE i."shareId" = ${scope.shareId}::uuid AND ${isLive}
      ${after ? sql`AND (i."position", f."id") > (${Number(after[0])}::int, ${after[1]}::uuid)` : empty}
    ORDER BY i."position", f."id" LIMIT ${limit}`;
}

/** How many files are in scope, and their bytes. */
export async function sumOf(scope: Scope): Promise<{ fileCount: number; totalBytes: number }> {
  const isLive = sql`f."ownerId" = ${scope.ownerId}::uuid AND f."trashedAt" IS NULL`;
  const within =
    'folderId' in scope
      ? sql`f."folderId" IN (WITH RECURSIVE down AS (
          SELECT d."id" FROM "Folder" d WHERE d."id" = ${scope.folderId}::uuid AND d."trashedAt" IS NULL
          UNION ALL SELECT c."id" FROM "Folder" c JOIN down ON c."parentId" = down."id" WHERE c."trashedAt" IS NULL
        ) SELECT "id" FROM down)`
      : sql`f."id" IN (SELECT i."fileId" FROM "ShareItem" i WHERE i."shareId" = ${scope.shareId}::uuid)`;
  const [sum] = await db().$queryRaw<{ count: number; bytes: number | null }[]>`
    SELECT count(*)::int AS count, sum(f."sizeBytes")::float8 AS bytes FROM "File" f WHERE ${isLive} AND ${within}`;
  return { fileCount: sum?.count ?? 0, totalBytes: sum?.bytes ?? 0 };
}

/** The scope of a share row. */
export const scopeOf = (share: { id: string; ownerId: string; folderId: string | null }): Scope =>
  share.folderId === null
    ? { ownerId: share.ownerId, shareId: share.id }
    : { ownerId: share.ownerId, folderId: share.folderId };
