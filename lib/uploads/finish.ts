import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '@/lib/access/actor';
import { type AuditEntry, recordAudits } from '@/lib/audit/record';
import { hasRendition } from '@/lib/contracts/previewable';
import type { RefusalReason } from '@/lib/contracts/uploads';
import { contentDeletions, deleteObjectsLater } from '@/lib/files/delete-files';
import { extensionOf, kindOf } from '@/lib/files/file-type';
import { freeName } from '@/lib/files/free-name';
import { fileInclude } from '@/lib/files/to-file-dto';
import { keepAsVersion, trimVersions } from '@/lib/files/versions';
import type { Prisma, Tx } from '@/lib/platform/db';
import { enqueueMany } from '@/lib/platform/queue';
import type { Leased } from './lease';
import { nextLookSeconds, tombstoneSeconds } from './life';
import type { Verdict } from './verify';

export type Verified = { row: Leased; verdict: Extract<Verdict, { outcome: 'verified' }> };
export type Refused = { row: Leased; reason: RefusalReason };

const soon = (seconds: number): Date => new Date(Date.now() + seconds * 1000);
/** What an ended upload keeps: a tombstone, looked at again because a slow PUT may still end. */
export const tombstone = () => ({
  leaseUntil: null,
  expiresAt: soon(tombstoneSeconds),
  checkAt: soon(nextLookSeconds(3)),
  checks: 3,
});

/** Uploads whose lease this process still holds; locks them and their owner. Everyone locks the owner first. */
async function stillHeld<Item extends { row: Leased }>(
  tx: Tx,
  ownerId: string,
  items: Item[],
): Promise<Item[]> {
  await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${ownerId}::uuid FOR UPDATE`;
  const held = await tx.$queryRaw<{ id: string; leaseUntil: Date }[]>`
    SELECT "id", "leaseUntil" FROM "Upload" WHERE "id" = ANY(${items.map(({ row }) => row.id)}::uuid[])
      AND "state" IN ('completing', 'verifying') ORDER BY "id" FOR UPDATE`;
  const leases = new Map(held.map(({ id, leaseUntil }) => [id, leaseUntil?.getTime()]));
  return items.filter(({ row }) => leases.get(row.id) === row.leaseUntil.getTime());
}

type Finish = { ownerId: string; verified: Verified[]; refused: Refused[] };

/**
 * The one transaction that ends uploads of one owner: files in, uploads out, quota settled, audit rows, thumbnail
 * jobs. Uploads that another finished meanwhile are left alone, so that racing calls charge and record once.
 */
export async function finishUploads(
  tx: Tx,
  actor: Actor,
  { ownerId, verified, refused }: Finish,
): Promise<void> {
  const held = await stillHeld(tx, ownerId, [...verified, ...refused]);
  const heldIds = new Set(held.map(({ row }) => row.id));
  const good = verified.filter(({ row }) => heldIds.has(row.id));
  const bad = refused.filter(({ row }) => heldIds.has(row.id));
  const entries = [...(await admitFiles(tx, ownerId, good)), ...(await refuseUploads(tx, bad))];
  const settledBytes = held.reduce((sum, { row }) => sum + row.sizeBytes, 0n);
  const storedBytes = good.reduce((sum, { row }) => sum + row.sizeBytes, 0n);
  await tx.user.update({
    where: { id: ownerId },
    data: { reservedBytes: { decrement: settledBytes }, usedBytes: { increment: storedBytes } },
  });
  await recordAudits(tx, actor, entries);
}

async function admitFiles(tx: Tx, ownerId: string, items: Verified[]): Promise<AuditEntry[]> {
  const fresh: Verified[] = [];
  const entries: AuditEntry[] = [];
  const madeFrom = new Map<string, string>();
  for (const item of items) {
    const replaced = item.row.replacesFileId ? await replaceContent(tx, item, item.row.replacesFileId) : null;
    if (replaced) madeFrom.set(item.row.id, replaced);
    else fresh.push(item);
  }
  const named = await withFreeNames(tx, ownerId, fresh);
  const files = named.map(({ item, name }) => toFileData(item, { id: uuidv7(), name }));
  if (files.length > 0) await tx.file.createMany({ data: files });
  for (const [index, { item }] of named.entries()) madeFrom.set(item.row.id, files[index]?.id ?? '');
  for (const { row, verdict } of items) {
    const fileId = madeFrom.get(row.id) ?? null;
    entries.push({
      action: row.replacesFileId === fileId ? 'file.replaced' : 'file.uploaded',
      target: { type: 'file', id: fileId ?? row.id, text: row.name },
      details: {
        uploadId: row.id,
        sizeBytes: Number(row.sizeBytes),
        mime: verdict.mime,
        address: row.address,
        userAgent: row.userAgent,
      },
    });
  }
  await markReady(tx, madeFrom);
  const pictures = items.filter(({ verdict }) => hasRendition(verdict.mime));
  await enqueueMany(
    tx,
    'thumbnail',
    pictures.map(({ row }) => ({ fileId: madeFrom.get(row.id) ?? '' })),
  );
  const staged = items.filter(({ row }) => row.uploadKey !== row.objectKey);
  await deleteObjectsLater(
    tx,
    staged.map(({ row }) => ({ objectKey: row.uploadKey, sizeBytes: row.sizeBytes, reason: 'staging' })),
  );
  return entries;
}

/** One statement for all. Only a staging key can be written again by its URL and is looked at once more. */
async function markReady(tx: Tx, madeFrom: Map<string, string>): Promise<void> {
  const { expiresAt, checkAt } = tombstone();
  await tx.$executeRaw`
    UPDATE "Upload" u SET "state" = 'ready', "fileId" = made."fileId", "leaseUntil" = NULL, "updatedAt" = now(),
      "expiresAt" = ${expiresAt}, "checkAt" = CASE WHEN u."uploadKey" = u."objectKey" THEN ${expiresAt}::timestamptz ELSE ${checkAt}::timestamptz END
    FROM unnest(${[...madeFrom.keys()]}::uuid[], ${[...madeFrom.values()]}::uuid[]) AS made("id", "fileId")
    WHERE u."id" = made."id"`;
}

function contentData({ row, verdict }: Verified) {
  return {
    extension: extensionOf(row.name),
    mime: verdict.mime,
    kind: kindOf(verdict.mime),
    sizeBytes: row.sizeBytes,
    objectKey: row.objectKey,
    etag: verdict.etag,
    checksums: verdict.checksums,
    contentMd5: verdict.contentMd5,
    lastModified: row.lastModified,
    verifiedAt: new Date(),
    thumbnailState: hasRendition(verdict.mime) ? ('pending' as const) : ('none' as const),
  };
}

function toFileData(
  item: Verified,
  { id, name }: { id: string; name: string },
): Prisma.FileCreateManyInput & { id: string } {
  return { id, ownerId: item.row.ownerId, folderId: item.row.folderId, name, ...contentData(item) };
}

/** Names that collide with nothing live in their folder, nor with each other. */
async function withFreeNames(
  tx: Tx,
  ownerId: string,
  items: Verified[],
): Promise<{ item: Verified; name: string }[]> {
  if (items.length === 0) return [];
  const folderIds = [...new Set(items.map(({ row }) => row.folderId))];
  const inFolders = { OR: folderIds.map((folderId) => ({ folderId })) };
  const same = await tx.file.findMany({
    where: { ownerId, trashedAt: null, ...inFolders, name: { in: items.map(({ row }) => row.name) } },
    select: { folderId: true, name: true },
  });
  const taken = new Set(same.map(({ folderId, name }) => `${folderId}/${name}`));
  const result: { item: Verified; name: string }[] = [];
  for (const item of items) {
    const { folderId, name: wanted } = item.row;
    let name = wanted;
    if (taken.has(`${folderId}/${wanted}`)) {
      const others = await siblings(tx, { ownerId, folderId, name: wanted });
      name = freeName(wanted, (candidate) => others.has(candidate) || taken.has(`${folderId}/${candidate}`));
    }
    taken.add(`${folderId}/${name}`);
    result.push({ item, name });
  }
  return result;
}

/** Live names in a folder that could be numbered copies of name. */
async function siblings(
  tx: Tx,
  { ownerId, folderId, name }: { ownerId: string; folderId: string | null; name: string },
): Promise<Set<string>> {
  const extension = extensionOf(name);
  const stem = extension ? name.slice(0, -extension.length - 1) : name;
  const rows = await tx.file.findMany({
    where: { ownerId, folderId, trashedAt: null, name: { startsWith: [...stem].slice(0, 60).join('') } },
    select: { name: true },
  });
  return new Set(rows.map((row) => row.name));
}

/** Gives a live file new content and keeps the old one as a version; null when that file is gone: it stays its own. */
async function replaceContent(tx: Tx, item: Verified, fileId: string): Promise<string | null> {
  const [current] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "File" WHERE "id" = ${fileId}::uuid AND "ownerId" = ${item.row.ownerId}::uuid AND "trashedAt" IS NULL FOR UPDATE`;
  if (!current) return null;
  await keepAsVersion(tx, await tx.file.findUniqueOrThrow({ where: { id: fileId }, include: fileInclude }));
  const last = await tx.fileVersion.aggregate({ where: { fileId }, _max: { number: true } });
  await tx.file.update({
    where: { id: fileId },
    data: {
      ...contentData(item),
      width: null,
      height: null,
      durationSeconds: null,
      placeholder: null,
      contentNumber: (last._max.number ?? 0) + 1,
      versionCount: { increment: 1 },
      version: { increment: 1 },
    },
  });
  await trimVersions(tx, fileId);
  return fileId;
}

async function refuseUploads(tx: Tx, items: Refused[]): Promise<AuditEntry[]> {
  for (const { row, reason } of items) {
    await tx.upload.update({ where: { id: row.id }, data: { state: 'refused', reason, ...tombstone() } });
  }
  await deleteObjectsLater(
    tx,
    items.flatMap(({ row, reason }) => uploadDeletions(row, `refused: ${reason}`)),
  );
  return items.map(({ row, reason }) => ({
    action: 'upload.refused',
    target: { type: 'upload', id: row.id, text: row.name },
    details: { reason, address: row.address, userAgent: row.userAgent },
  }));
}

/** Outbox entries for whatever an upload may have left in the bucket. */
export function uploadDeletions(
  row: { uploadKey: string; objectKey: string; sizeBytes: bigint },
  reason: string,
) {
  const staging =
    row.uploadKey === row.objectKey ? [] : [{ objectKey: row.uploadKey, sizeBytes: row.sizeBytes, reason }];
  return [...staging, ...contentDeletions(row.objectKey, row.sizeBytes, reason)];
}
