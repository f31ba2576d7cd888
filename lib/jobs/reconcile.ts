import 'server-only';
import type { SystemActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import { putSetting } from '@/lib/platform/settings';
import { storageConfig } from '@/lib/storage/config';
import { isStorageError } from '@/lib/storage/errors';
import { findObject } from '@/lib/storage/head-object';
import { parseKey } from '@/lib/storage/keys';
import { type ListedObject, listObjects } from '@/lib/storage/list-objects';
import { listMultipartUploads, listParts, type MultipartRef } from '@/lib/storage/multipart';
import { type Aborted, abortOrphanUploads } from './abort-orphan-uploads';
import { advanceEpoch, readEpochs, requireDeletionAllowed } from './deletion-guard';
import { knownKeys } from './known-keys';
import { dropUnseen, markOrphans, type Orphan } from './orphan-marks';

const actor: SystemActor = { type: 'system', job: 'reconcile' };
const rowBatch = 1000;

export type Reconciled = { objects: number; orphans: number; bytes: number; missing: number };

/**
 * Compares bucket and database page by page, in flat memory, and keeps the ledger of what they disagree on: objects
 * without a row, open multipart uploads without a row, rows without their object. Deletes nothing. Two passes at
 * once, or one that dies half-way, do no harm. Throws foreign_installation under another's marker.
 */
export async function reconcile(): Promise<Reconciled> {
  await readEpochs();
  const [{ now: startedAt }] = await db().$queryRaw<[{ now: Date }]>`SELECT now() AS "now"`;
  const seen: Reconciled = { objects: 0, orphans: 0, bytes: 0, missing: 0 };
  const note = async (orphans: Orphan[]) => {
    await markOrphans(orphans, startedAt);
    for (const { kind, sizeBytes } of orphans) {
      if (kind === 'row') seen.missing += 1;
      else {
        seen.orphans += 1;
        seen.bytes += sizeBytes;
      }
    }
  };
  const rows = new RowWalk(startedAt);
  for await (const page of listObjects()) {
    seen.objects += page.length;
    await note(await withoutRow(page));
    await rows.passed(page, note);
  }
  await rows.finish(note);
  for await (const page of listMultipartUploads()) await note(await unknownUploads(page));
  await dropUnseen(startedAt);
  const value = { checkedAt: new Date().toISOString(), count: seen.orphans, bytes: seen.bytes };
  await transaction((tx) => putSetting(tx, { key: 'orphans', value }));
  log.info({ ...seen }, 'reconcile.done');
  return seen;
}

/** Nothing younger is taken for forgotten (RULES 3); an upload in parts lives as long. */
const forgottenAfterMs = 7 * 24 * 60 * 60_000;

/** The nightly pass, an end to uploads in parts that no row has known for a week, and the day's step of the epoch. */
export async function reconcileDaily(now = new Date()): Promise<void> {
  await reconcile();
  await requireDeletionAllowed();
  const cutoff = new Date(now.getTime() - forgottenAfterMs);
  const note = (tx: Tx, details: Aborted) =>
    recordAudit(tx, actor, { action: 'storage.uploads_aborted', details });
  while ((await abortOrphanUploads(cutoff, note)) > 0);
  await advanceEpoch();
}

async function withoutRow(page: ListedObject[]): Promise<Orphan[]> {
  const known = await knownKeys(
    db(),
    page.map(({ key }) => key),
  );
  return page
    .filter(({ key }) => !known.has(key))
    .map(({ key, sizeBytes, lastModified }) => ({
      kind: 'object',
      objectKey: key,
      sizeBytes,
      cause: parseKey(key).kind,
      modifiedAt: lastModified,
    }));
}

async function unknownUploads(page: (MultipartRef & { startedAt: Date })[]): Promise<Orphan[]> {
  const rows = await db().upload.findMany({
    where: { uploadKey: { in: page.map(({ key }) => key) } },
    select: { uploadKey: true, multipartId: true },
  });
  const known = new Set(rows.map(({ uploadKey, multipartId }) => `${uploadKey} ${multipartId}`));
  const orphans: Orphan[] = [];
  for (const upload of page) {
    if (known.has(`${upload.key} ${upload.multipartId}`)) continue;
    orphans.push({
      kind: 'multipart',
      objectKey: upload.key,
      multipartId: upload.multipartId,
      sizeBytes: await bytesOf(upload),
      cause: parseKey(upload.key).kind,
      modifiedAt: upload.startedAt,
    });
  }
  return orphans;
}

async function bytesOf(upload: MultipartRef): Promise<number> {
  try {
    return (await listParts(upload)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  } catch (error) {
    // Completed or aborted since it was listed; the next pass will not see it.
    if (isStorageError(error, 'not_found')) return 0;
    throw error;
  }
}

type Note = (orphans: Orphan[]) => Promise<void>;

/** Walks the rows' keys beside the listing, a range for each page of it, and finds those whose object is not there. */
class RowWalk {
  private readonly rooms = `${storageConfig().prefix}files/`;
  private after = this.rooms;

  constructor(private readonly startedAt: Date) {}

  async passed(page: ListedObject[], note: Note): Promise<void> {
    const keys = page.map(({ key }) => key).filter((key) => key.startsWith(this.rooms));
    const last = keys.at(-1);
    if (last) await this.upTo(last, new Set(keys), note);
  }

  /** Ids are hexadecimal: "g" comes after all of them, in every collation. */
  finish(note: Note): Promise<void> {
    return this.upTo(`${this.rooms}g`, new Set(), note);
  }

  private async upTo(last: string, there: Set<string>, note: Note): Promise<void> {
    for (;;) {
      const rows = await db().$queryRaw<{ objectKey: string; sizeBytes: bigint }[]>`
        SELECT "objectKey", "sizeBytes" FROM (
          SELECT "objectKey", "sizeBytes" FROM "File" WHERE "objectKey" > ${this.after} AND "objectKey" <= ${last} AND "createdAt" < ${this.startedAt}
          UNION ALL
          SELECT "objectKey", "sizeBytes" FROM "FileVersion" WHERE "objectKey" > ${this.after} AND "objectKey" <= ${last} AND "createdAt" < ${this.startedAt}
        ) AS both_kinds ORDER BY "objectKey" LIMIT ${rowBatch}`;
      await note(await this.missing(rows.filter(({ objectKey }) => !there.has(objectKey))));
      const end = rows.at(-1);
      this.after = rows.length === rowBatch && end ? end.objectKey : last;
      if (rows.length < rowBatch) return;
    }
  }

  /** Asked one by one once more: the listing and the database may order keys differently. */
  private async missing(rows: { objectKey: string; sizeBytes: bigint }[]): Promise<Orphan[]> {
    const orphans: Orphan[] = [];
    for (const { objectKey, sizeBytes } of rows) {
      if (await findObject(objectKey)) continue;
      orphans.push({
        kind: 'row',
        objectKey,
        sizeBytes: Number(sizeBytes),
        cause: 'object missing',
        modifiedAt: null,
      });
    }
    return orphans;
  }
}
