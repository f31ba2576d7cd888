import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { Presign } from '@/lib/contracts/common';
import { notFound } from '@/lib/contracts/errors';
import type { Checksum, FileDto, FileVersionDto, PresignFile } from '@/lib/contracts/files';
import { hasRendition } from '@/lib/contracts/previewable';
import { db, type Prisma, type Tx, transaction } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';
import { createPresigner } from '@/lib/storage/presign';
import { getPolicy } from '@/lib/users/policy';
import { contentDeletions, deleteObjectsLater } from './delete-files';
import { getOwnedFile } from './get-file';
import { signDownload } from './presign-files';
import { type FileRow, toFileDto } from './to-file-dto';

type VersionRow = Prisma.FileVersionGetPayload<object>;

/** The current content of a file as the version row it becomes when another takes its place. */
function currentContent(file: FileRow) {
  return {
    number: file.contentNumber,
    name: file.name,
    extension: file.extension,
    mime: file.mime,
    kind: file.kind,
    sizeBytes: file.sizeBytes,
    objectKey: file.objectKey,
    etag: file.etag,
    checksums: file.checksums ?? [],
    width: file.width,
    height: file.height,
    durationSeconds: file.durationSeconds,
    placeholder: file.placeholder,
    thumbnailState: file.thumbnailState,
    createdAt: file.verifiedAt,
  };
}

/** Keeps the current content as a version, before another takes its place in the caller's transaction. */
export async function keepAsVersion(tx: Tx, file: FileRow): Promise<void> {
  await tx.fileVersion.create({ data: { fileId: file.id, ...currentContent(file) } });
}

/** Drops the oldest versions beyond what the policy keeps: quota given back, objects put into the outbox. */
export async function trimVersions(tx: Tx, fileId: string): Promise<void> {
  const { versionsKept } = await getPolicy();
  const surplus = await tx.fileVersion.findMany({
    where: { fileId },
    orderBy: { number: 'desc' },
    skip: versionsKept,
  });
  if (surplus.length === 0) return;
  await tx.fileVersion.deleteMany({ where: { id: { in: surplus.map(({ id }) => id) } } });
  const freed = surplus.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0n);
  const { ownerId } = await tx.file.update({
    where: { id: fileId },
    data: { versionCount: { decrement: surplus.length } },
  });
  await tx.user.update({ where: { id: ownerId }, data: { usedBytes: { decrement: freed } } });
  await deleteObjectsLater(
    tx,
    surplus.flatMap(({ objectKey, sizeBytes }) => contentDeletions(objectKey, sizeBytes, 'version trimmed')),
  );
}

function toVersionDto(row: Omit<VersionRow, 'id' | 'fileId'>, current: boolean): FileVersionDto {
  return {
    number: row.number,
    current,
    name: row.name,
    size: Number(row.sizeBytes),
    mime: row.mime,
    checksums: row.checksums as Checksum[],
    createdAt: row.createdAt.toISOString(),
  };
}

/** All contents of one of actor's files, the current one first. Throws not_found. */
export async function listVersions(
  actor: UserActor,
  id: string,
): Promise<{ items: FileVersionDto[]; nextCursor: null }> {
  const file = await getOwnedFile(actor, { id });
  const rows = await db().fileVersion.findMany({
    where: { fileId: id },
    orderBy: { number: 'desc' },
    take: 1000,
  });
  return {
    items: [toVersionDto(currentContent(file), true), ...rows.map((row) => toVersionDto(row, false))],
    nextCursor: null,
  };
}

async function getVersion(
  actor: UserActor,
  { id, number }: { id: string; number: number },
  tx: Tx = db(),
): Promise<VersionRow> {
  await getOwnedFile(actor, { id }, tx);
  const row = await tx.fileVersion.findUnique({ where: { fileId_number: { fileId: id, number } } });
  if (!row) throw notFound('No such version');
  return row;
}

/** A signed download URL of an earlier content. Throws not_found. */
export async function presignVersion(
  actor: UserActor,
  { id, number, ...request }: { id: string; number: number } & PresignFile,
): Promise<Presign> {
  const version = await getVersion(actor, { id, number });
  const { downloadUrlSeconds } = await getPolicy();
  const wanted = request.expiresIn ?? downloadUrlSeconds;
  const expiresInSeconds = Math.min(wanted, actor.token?.urlSeconds ?? wanted);
  return signDownload(await createPresigner(), {
    file: version,
    disposition: request.disposition,
    expiresInSeconds,
  });
}

/** Swaps an earlier content with the current one; both stay, links keep working. Throws not_found. */
export async function restoreVersion(
  actor: UserActor,
  { id, number }: { id: string; number: number },
): Promise<FileDto> {
  const file = await transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "File" WHERE "id" = ${id}::uuid FOR UPDATE`;
    const current = await getOwnedFile(actor, { id, trashed: false }, tx);
    const {
      id: versionId,
      fileId: _fileId,
      number: _number,
      name: _name,
      createdAt,
      ...content
    } = await getVersion(actor, { id, number }, tx);
    await tx.fileVersion.delete({ where: { id: versionId } });
    await keepAsVersion(tx, current);
    const last = await tx.fileVersion.aggregate({ where: { fileId: id }, _max: { number: true } });
    // Its picture is still in the bucket. One that was not drawn yet is drawn now; what its uploader drew, or did
    // not, stays as it is: a job may still be at it.
    const isDue = hasRendition(content.mime) && content.thumbnailState !== 'ready';
    await tx.file.update({
      where: { id },
      data: {
        ...content,
        checksums: content.checksums ?? [],
        contentMd5:
          (content.checksums as Checksum[]).find(
            ({ kind, provenBy }) => kind === 'md5' && provenBy === 'bucket',
          )?.value ?? null,
        contentNumber: (last._max.number ?? current.contentNumber) + 1,
        verifiedAt: createdAt,
        ...(isDue ? { thumbnailState: 'pending' } : {}),
        version: { increment: 1 },
      },
    });
    if (isDue) await enqueue(tx, 'thumbnail', { fileId: id });
    await recordAudit(tx, actor, {
      action: 'file.version_restored',
      target: { type: 'file', id, text: current.name },
      details: { number },
    });
    return getOwnedFile(actor, { id }, tx);
  });
  return toFileDto(file, await createPresigner());
}
