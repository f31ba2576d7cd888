import 'server-only';
import mime from 'mime';
import { v7 as uuidv7 } from 'uuid';
import type { SystemActor, UserActor } from '@/lib/access/actor';
import { recordAudits } from '@/lib/audit/record';
import { notFound } from '@/lib/contracts/errors';
import { hasRendition } from '@/lib/contracts/previewable';
import type { AdoptedOrphans } from '@/lib/contracts/storage';
import { kindOf } from '@/lib/files/file-type';
import { knownKeys } from '@/lib/jobs/known-keys';
import { db, type Prisma, type Tx, transaction } from '@/lib/platform/db';
import { mapConcurrently } from '@/lib/platform/map-concurrently';
import { enqueueMany } from '@/lib/platform/queue';
import { isStorageError } from '@/lib/storage/errors';
import { readRange } from '@/lib/storage/get-object';
import { findObject } from '@/lib/storage/head-object';
import { sniff, sniffBytes } from '@/lib/uploads/sniff';

const batchSize = 100;
const readsAtOnce = 8;
const folderName = 'Recovered files';

type Adoption = { ownerId: string; after?: string | undefined };
type Found = { objectKey: string; sizeBytes: bigint; etag: string; mime: string; lastModified: Date };

/**
 * Brings objects that no row knows back as files of ownerId, 100 at a time in key order after a key: after a restored
 * backup their rows are gone with their names, so they are called by their id and by what their bytes are. They count
 * as used bytes, over the quota too: the admin has decided. Ends with the key to go on after; null: that was all.
 * Repeating and racing it adopts each object once. Throws not_found for the owner.
 */
export async function adoptOrphans(
  actor: UserActor | SystemActor,
  { ownerId, after }: Adoption,
): Promise<AdoptedOrphans> {
  const marks = await db().orphanMark.findMany({
    where: { kind: 'object', cause: 'file', ...(after ? { objectKey: { gt: after } } : {}) },
    orderBy: { objectKey: 'asc' },
    take: batchSize,
    select: { objectKey: true },
  });
  const found = await mapConcurrently(marks, readsAtOnce, ({ objectKey }) => look(objectKey));
  const there = found.filter((one) => one !== null);
  const adopted = await transaction((tx) => admit(tx, actor, ownerId, there));
  return { adopted, next: marks.length === batchSize ? (marks.at(-1)?.objectKey ?? null) : null };
}

/** What lies under a key, told from its bytes and the type it was stored with; null when it is gone. */
async function look(objectKey: string): Promise<Found | null> {
  const head = await findObject(objectKey);
  if (!head) return null;
  try {
    const { bytes, sizeBytes, etag } = await readRange(objectKey, 0, sniffBytes - 1);
    const told = await sniff({ firstBytes: bytes, name: '', declared: head.contentType });
    const type = told.matches ? told.mime : (told.found ?? 'application/octet-stream');
    return { objectKey, sizeBytes: BigInt(sizeBytes), etag, mime: type, lastModified: head.lastModified };
  } catch (error) {
    if (isStorageError(error, 'not_found')) return null;
    throw error;
  }
}

async function admit(
  tx: Tx,
  actor: UserActor | SystemActor,
  ownerId: string,
  found: Found[],
): Promise<number> {
  const owners = await tx.$queryRaw<{ email: string }[]>`
    SELECT "email" FROM "User" WHERE "id" = ${ownerId}::uuid AND "deletedAt" IS NULL FOR UPDATE`;
  const [owner] = owners;
  if (!owner) throw notFound('No such person');
  const keys = found.map(({ objectKey }) => objectKey);
  const known = await knownKeys(tx, keys);
  const orphans = found.filter(({ objectKey }) => !known.has(objectKey));
  await tx.orphanMark.deleteMany({ where: { kind: 'object', objectKey: { in: keys } } });
  if (orphans.length === 0) return 0;
  const folderId = await ensureFolder(tx, ownerId);
  const rows = orphans.map((orphan) => toRow(orphan, { ownerId, folderId }));
  await tx.file.createMany({ data: rows });
  const bytes = orphans.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0n);
  await tx.user.update({ where: { id: ownerId }, data: { usedBytes: { increment: bytes } } });
  await enqueueMany(
    tx,
    'thumbnail',
    rows.filter((row) => row.thumbnailState === 'pending').map(({ id }) => ({ fileId: id })),
  );
  await recordAudits(
    tx,
    actor,
    rows.map(({ id, name, objectKey }) => ({
      action: 'file.adopted',
      target: { type: 'file', id, text: name },
      details: { objectKey, ownerId, owner: owner.email },
    })),
  );
  return rows.length;
}

function toRow(
  { objectKey, mime: type, ...found }: Found,
  owner: { ownerId: string; folderId: string },
): Prisma.FileCreateManyInput & { id: string } {
  const extension = mime.getExtension(type) ?? '';
  const stem = objectKey.split('/').at(-1) ?? objectKey;
  return {
    id: uuidv7(),
    ...owner,
    ...found,
    name: extension ? `${stem}.${extension}` : stem,
    extension,
    mime: type,
    kind: kindOf(type),
    objectKey,
    verifiedAt: new Date(),
    thumbnailState: hasRendition(type) ? 'pending' : 'none',
  };
}

async function ensureFolder(tx: Tx, ownerId: string): Promise<string> {
  const place = { ownerId, parentKey: ownerId, nameKey: folderName };
  const there = await tx.folder.findUnique({ where: { ownerId_parentKey_nameKey: place } });
  if (there) return there.id;
  return (await tx.folder.create({ data: { ...place, name: folderName } })).id;
}
