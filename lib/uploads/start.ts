import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { UserActor } from '@/lib/access/actor';
import { AppError, invalidRequest, quotaExceeded, toProblem } from '@/lib/contracts/errors';
import { fieldErrors } from '@/lib/contracts/field-errors';
import {
  type CreatedUpload,
  type CreateUploads,
  type CreateUploadsResult,
  NewUpload,
  type OnConflict,
} from '@/lib/contracts/uploads';
import { declaredType, extensionOf, kindOf } from '@/lib/files/file-type';
import { findOrCreateFolders, splitFolderPath } from '@/lib/files/folder-paths';
import { getOwnedFolder } from '@/lib/files/folders';
import { type FileRow, fileInclude, toFileDto } from '@/lib/files/to-file-dto';
import { type Prisma, type Tx, transaction } from '@/lib/platform/db';
import { fileKey, stagingKey } from '@/lib/storage/keys';
import { PartPlanError, planParts } from '@/lib/storage/parts';
import { createPresigner } from '@/lib/storage/presign';
import { getPolicy } from '@/lib/users/policy';
import { refusal } from './admit';
import { type UploadCapabilities, uploadCapabilities } from './capabilities';
import { nextLookSeconds, uploadLifeSeconds } from './life';
import { presignWhole } from './sign';
import type { UploadRow } from './to-upload-dto';

/** Above this, parts: a lost connection then costs one part, and parts travel side by side. */
const multipartFromBytes = 16 * 2 ** 20;

type Wanted = { file: NewUpload; mime: string; folders: string[] };
type Entry = { clientId?: string; wanted: Wanted } | { clientId?: string; error: AppError };
/** What each entry came to inside the transaction; rows are signed after it. */
type Outcome =
  | { row: UploadRow }
  | { existing: FileRow; outcome: 'conflict' | 'duplicate' }
  | { skipped: true }
  | { error: AppError };

const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1000);
const clientIdOf = (value: unknown): string | undefined => {
  const id = (value as { clientId?: unknown } | null)?.clientId;
  return typeof id === 'string' && id.length <= 64 ? id : undefined;
};

function toEntry(
  actor: UserActor,
  policy: Awaited<ReturnType<typeof getPolicy>>,
  value: unknown,
  index: number,
): Entry {
  const clientId = clientIdOf(value);
  const named = clientId === undefined ? {} : { clientId };
  const parsed = NewUpload.safeParse(value);
  if (!parsed.success)
    return { ...named, error: invalidRequest(fieldErrors(parsed.error, `files.${index}`)) };
  const file = parsed.data;
  const mime = declaredType(file.name, file.type);
  const error = refusal(actor, policy, {
    kind: kindOf(mime),
    extension: extensionOf(file.name),
    sizeBytes: file.size,
  });
  if (error) return { ...named, error };
  try {
    return { ...named, wanted: { file, mime, folders: splitFolderPath(file.path ?? '') } };
  } catch (thrown) {
    if (thrown instanceof AppError) return { ...named, error: thrown };
    throw thrown;
  }
}

/**
 * Reserves quota and writes rows for up to 500 files in one transaction, then signs them in one go. Answers per
 * file, in order; a bad one spoils no other. Throws not_found for the folder.
 */
export async function startUploads(actor: UserActor, request: CreateUploads): Promise<CreateUploadsResult> {
  const [policy, capabilities] = await Promise.all([getPolicy(), uploadCapabilities()]);
  const entries = request.files.map((file, index) => toEntry(actor, policy, file, index));
  const outcomes = await transaction(async (tx) => {
    const folderId = request.folderId ?? null;
    if (folderId) await getOwnedFolder(actor, folderId, tx);
    return admitAll(tx, {
      actor,
      entries,
      folderId,
      onConflict: request.onConflict,
      capabilities,
      urlSeconds: policy.uploadUrlSeconds,
    });
  });
  return answer(actor, entries, outcomes);
}

type Admission = {
  actor: UserActor;
  entries: Entry[];
  folderId: string | null;
  onConflict: OnConflict;
  capabilities: UploadCapabilities;
  urlSeconds: number;
};

/** Under the owner's lock, in order: folders, conflicts, quota, rows. */
async function admitAll(
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
  const rows: Prisma.UploadCreateManyInput[] = [];
  const outcomes = entries.map((entry): Outcome | { rowId: string } => {
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
    return { rowId: row.id };
  });
  const created = rows.length > 0 ? await tx.upload.createManyAndReturn({ data: rows }) : [];
  if (reservedBytes > 0)
    await tx.user.update({ where: { id: ownerId }, data: { reservedBytes: { increment: reservedBytes } } });
  const byId = new Map(created.map((row) => [row.id, row]));
  return outcomes.map((outcome): Outcome => {
    if (!('rowId' in outcome)) return outcome;
    const row = byId.get(outcome.rowId);
    if (!row) throw new Error('An upload row was not returned by the database.');
    return { row };
  });
}

type Plan = {
  actor: UserActor;
  file: NewUpload;
  mime: string;
  folderId: string | null;
  replacesFileId: string | null;
  capabilities: UploadCapabilities;
  urlSeconds: number;
};

function planRow({
  actor,
  file,
  mime,
  folderId,
  replacesFileId,
  capabilities,
  urlSeconds,
}: Plan): (Prisma.UploadCreateManyInput & { id: string }) | AppError {
  const id = uuidv7();
  const objectKey = fileKey(uuidv7());
  const multipart = file.size > multipartFromBytes;
  const parts = multipart ? planOrError(file.size) : null;
  if (parts instanceof AppError) return parts;
  // A form saves the browser its preflight. It carries no digest, so one is given up only where the ETag proves it.
  const provable = !file.checksums || (capabilities.etagIsMd5 && file.checksums.md5 !== undefined);
  const asForm = !multipart && capabilities.postForm && provable;
  // A create-only URL may name the final key; every other kind writes to staging and is copied once verified.
  const direct = multipart || (!asForm && capabilities.createOnlyPut);
  return {
    id,
    ownerId: actor.userId,
    folderId,
    name: file.name,
    declaredMime: mime,
    sizeBytes: file.size,
    method: multipart ? 'multipart' : asForm ? 'post' : 'put',
    uploadKey: direct ? objectKey : stagingKey(id),
    objectKey,
    partSizeBytes: parts?.partSizeBytes ?? null,
    partCount: parts?.partCount ?? null,
    checksums: file.checksums ?? {},
    replacesFileId,
    keepBoth: replacesFileId === null,
    lastModified: file.lastModified === undefined ? null : new Date(file.lastModified),
    address: actor.origin.address,
    userAgent: actor.origin.userAgent,
    expiresAt: inSeconds(uploadLifeSeconds({ sizeBytes: file.size, urlSeconds, multipart })),
    checkAt: inSeconds(nextLookSeconds(0)),
  };
}

function planOrError(sizeBytes: number): ReturnType<typeof planParts> | AppError {
  try {
    return planParts(sizeBytes);
  } catch (error) {
    if (error instanceof PartPlanError)
      return new AppError('too_large', { detail: 'This file is larger than the storage can hold.' });
    throw error;
  }
}

/** Live files that the wanted ones would collide with, by folder and name; none where both are kept anyway. */
async function sameNames(
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
async function sameContents(
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

async function answer(actor: UserActor, entries: Entry[], outcomes: Outcome[]): Promise<CreateUploadsResult> {
  const [presigner, policy, capabilities] = await Promise.all([
    createPresigner(),
    getPolicy(),
    uploadCapabilities(),
  ]);
  const uploads = outcomes.map((outcome, index): CreatedUpload => {
    const clientId = entries[index]?.clientId;
    const named = clientId === undefined ? {} : { clientId };
    if ('error' in outcome)
      return { ...named, outcome: 'error', error: toProblem(outcome.error, actor.origin.requestId) };
    if ('skipped' in outcome) return { ...named, outcome: 'skipped' };
    if ('existing' in outcome)
      return { ...named, outcome: outcome.outcome, file: toFileDto(outcome.existing, presigner) };
    const { row } = outcome;
    const base = { ...named, outcome: 'upload' as const, id: row.id, state: row.state };
    if (row.method === 'multipart') {
      return {
        ...base,
        method: 'multipart',
        partSize: Number(row.partSizeBytes),
        partCount: row.partCount ?? 0,
      };
    }
    const presign = presignWhole(presigner, row, { capabilities, seconds: policy.uploadUrlSeconds });
    return { ...base, method: row.method, presign };
  });
  return { uploads };
}
