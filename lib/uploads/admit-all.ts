import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { AppError, quotaExceeded } from '@/lib/contracts/errors';
import type { OnConflict } from '@/lib/contracts/uploads';
import { findOrCreateFolders } from '@/lib/files/folder-paths';
import type { FileRow } from '@/lib/files/to-file-dto';
import { Prisma, type Tx } from '@/lib/platform/db';
import type { UploadCapabilities } from './capabilities';
import { sameContents, sameNames } from './find-existing';
import { planRow } from './plan-row';
import type { Entry, Wanted } from './to-entry';
import type { UploadRow } from './to-upload-dto';

/** What each entry came to inside the transaction; rows are signed after it. */
export type Outcome =
  | { row: UploadRow }
  | { existing: FileRow; outcome: 'conflict' | 'duplicate' }
  | { skipped: true }
  | { error: AppError };

type Admission = {
  actor: UserActor;
  entries: Entry[];
  folderId: string | null;
  onConflict: OnConflict;
  capabilities: UploadCapabilities;
  urlSeconds: number;
};

/** Under the owner's lock, in order: folders, conflicts, quota, rows. */
export async function admitAll(
  tx: Tx,
  { actor, entries, folderId, onConflict, capabilities, urlSeconds }: Admission,
): Promise<Outcome[]> {
  const ownerId = actor.userId;
  const [owner] = await tx.$queryRaw<
    { usedBytes: bigint; reservedBytes: bigint; quotaBytes: bigint | null }[]
  >`
    SELECT "usedBytes", "reservedBytes", "quotaBytes" FROM "User" WHERE "id" = ${ownerId}::uuid FOR UPDATE`;
  if (!owner) throw new AppError('unauthenticated', { detail: 'This account does not exist any more.' });
  const wanted = entries.flatMap((entry) => ('wanted' in entry ? [entry.wanted] : []));
  const folders = await findOrCreateFolders(tx, {
    ownerId,
    baseId: folderId,
    paths: wanted.map((item) => item.folders),
  });
  const folderOf = (item: Wanted): string | null => folders.get(item.folders.join('/')) ?? null;
  const existing = await sameNames(tx, ownerId, wanted, folderOf, onConflict);
  const duplicates = await sameContents(tx, ownerId, wanted, onConflict);

  let freeBytes =
    owner.quotaBytes === null ? null : Number(owner.quotaBytes - owner.usedBytes - owner.reservedBytes);
  let reservedBytes = 0;
  const rows: UploadRow[] = [];
  const outcomes = entries.map((entry): Outcome => {
    if ('error' in entry) return { error: entry.error };
    const { file, mime } = entry.wanted;
    const target = folderOf(entry.wanted);
    const duplicate = duplicates.get(`${file.size}/${file.checksums?.md5}`);
    if (duplicate) return { existing: duplicate, outcome: 'duplicate' };
    const conflict = existing.get(`${target}/${file.name}`);
    if (conflict && onConflict === 'skip') return { skipped: true };
    if (conflict && onConflict === 'ask') return { existing: conflict, outcome: 'conflict' };
    if (freeBytes !== null && file.size > freeBytes)
      return { error: quotaExceeded({ neededBytes: file.size, freeBytes }) };
    const row = planRow({
      actor,
      file,
      mime,
      folderId: target,
      replacesFileId: conflict?.id ?? null,
      capabilities,
      urlSeconds,
    });
    if (row instanceof AppError) return { error: row };
    rows.push(row);
    reservedBytes += file.size;
    if (freeBytes !== null) freeBytes -= file.size;
    return { row };
  });
  const [first, ...rest] = rows;
  if (first) await insertRows(tx, [first, ...rest]);
  if (reservedBytes > 0)
    await tx.user.update({ where: { id: ownerId }, data: { reservedBytes: { increment: reservedBytes } } });
  return outcomes;
}

/**
 * Whole rows as one JSON value: for a hundred rows Prisma's createMany takes twenty times the processor time. The columns
 * are named, so that one that a newer version adds gets its default while instances of this one still run.
 */
async function insertRows(tx: Tx, [first, ...rest]: [UploadRow, ...UploadRow[]]): Promise<void> {
  const columns = Prisma.raw(
    Object.keys(first)
      .map((name) => `"${name}"`)
      .join(', '),
  );
  const text = JSON.stringify([first, ...rest], (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  await tx.$executeRaw`INSERT INTO "Upload" (${columns})
    SELECT ${columns} FROM json_populate_recordset(NULL::"Upload", ${text}::json)`;
}
