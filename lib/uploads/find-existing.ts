import 'server-only';
import type { OnConflict } from '@/lib/contracts/uploads';
import { type FileRow, fileInclude } from '@/lib/files/to-file-dto';
import type { Tx } from '@/lib/platform/db';
import type { Wanted } from './to-entry';

/** Live files that the wanted ones would collide with, by folder and name; none where both are kept anyway. */
export async function sameNames(
  tx: Tx,
  ownerId: string,
  wanted: Wanted[],
  folderOf: (item: Wanted) => string | null,
  onConflict: OnConflict,
): Promise<Map<string, FileRow>> {
  if (onConflict === 'keep-both' || wanted.length === 0) return new Map();
  const rows = await tx.file.findMany({
    where: { ownerId, trashedAt: null, name: { in: wanted.map(({ file }) => file.name) } },
    include: fileInclude,
    orderBy: { createdAt: 'asc' },
  });
  const folderIds = new Set(wanted.map(folderOf));
  return new Map(
    rows.filter((row) => folderIds.has(row.folderId)).map((row) => [`${row.folderId}/${row.name}`, row]),
  );
}

/** Own live files of the same size and MD5, where the client asks to be told (ask, skip). Proved by the bucket, never claimed. */
export async function sameContents(
  tx: Tx,
  ownerId: string,
  wanted: Wanted[],
  onConflict: OnConflict,
): Promise<Map<string, FileRow>> {
  const hashes = wanted.flatMap(({ file }) => (file.checksums?.md5 ? [file.checksums.md5] : []));
  if (hashes.length === 0 || (onConflict !== 'ask' && onConflict !== 'skip')) return new Map();
  const rows = await tx.file.findMany({
    where: { ownerId, trashedAt: null, contentMd5: { in: hashes } },
    include: fileInclude,
  });
  return new Map(rows.map((row) => [`${row.sizeBytes}/${row.contentMd5}`, row]));
}
