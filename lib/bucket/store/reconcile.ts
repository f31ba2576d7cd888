import { readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readFooter } from './footer';
import type { Index } from './index-db';
import { type Layout, parsePartFileName } from './layout';
import type { ObjectRecord, PartRecord, UploadRecord } from './records';

/** What a comparison of index and files found and mended. */
export interface Reconciled {
  objectsAdded: number;
  objectsDropped: number;
  uploadsAdded: number;
  orphansRemoved: number;
  lostRecords: string[];
}

const readersAtOnce = 64;

/**
 * Makes the index agree with the files after an unclean stop, or fills a new one, and removes what nothing names.
 * A file's name is its identity and files never change, so names are compared and only unknown files are read:
 * 100,000 objects take a fraction of a second.
 */
export async function reconcile(layout: Layout, index: Index): Promise<Reconciled> {
  const found: Reconciled = {
    objectsAdded: 0,
    objectsDropped: 0,
    uploadsAdded: 0,
    orphansRemoved: 0,
    lostRecords: [],
  };
  const unknown = await dropMissingObjects(layout, index, found);
  await addUnknownObjects(layout, index, unknown, found);
  await reconcileSets(layout, index, found);
  await dropMissingUploads(layout, index);
  return found;
}

/** Rows without a file go first, so that they cannot outrank an older file. Returns the ids of files without a row. */
async function dropMissingObjects(layout: Layout, index: Index, found: Reconciled): Promise<number[]> {
  const unknown: number[] = [];
  const folders = (await readdir(layout.objects)).filter((name) => /^[0-9a-f]{8,}$/.test(name)).sort();
  const drop = (first: number, next: number, present: Set<string>) =>
    index.transaction(() => {
      for (const name of index.objectIdsInHex(first, next)) {
        if (present.delete(name)) continue;
        index.dropObject(Number.parseInt(name, 16));
        found.objectsDropped++;
      }
    });
  let from = 0;
  for (const folder of folders) {
    const { first, next } = layout.idRange(folder);
    drop(from, first, new Set());
    const present = new Set(await readdir(join(layout.objects, folder)));
    drop(first, next, present);
    for (const name of present) {
      const id = Number.parseInt(name, 16);
      // A foreign file is left alone; one of ours bears its id and lies in that id's folder.
      if (id.toString(16) === name && id >= first && id < next) unknown.push(id);
    }
    from = next;
  }
  drop(from, Number.MAX_SAFE_INTEGER, new Set());
  return unknown.sort((a, b) => a - b);
}

/** The newest file of a key is its object; older ones are versions whose removal was cut short. */
async function addUnknownObjects(
  layout: Layout,
  index: Index,
  ids: number[],
  found: Reconciled,
): Promise<void> {
  for (let at = 0; at < ids.length; at += readersAtOnce * 16) {
    const batch = ids.slice(at, at + readersAtOnce * 16);
    const records = await mapLimited(batch, (id) =>
      readRecord<ObjectRecord>(layout, layout.objectFile(id), 'object', found),
    );
    const outdated: number[] = [];
    index.transaction(() => {
      for (const [position, record] of records.entries()) {
        const id = batch[position];
        if (!record || id === undefined) continue;
        const present = index.findObject(record.bucket, record.key);
        if (present && present.id > id) {
          outdated.push(id);
          continue;
        }
        index.putObject({ id, record }, present?.id);
        if (record.segments) index.markTrim(record.segments.set); // its completion may have been cut short
        found.objectsAdded++;
        if (present) outdated.push(present.id);
      }
    });
    await mapLimited(outdated, (id) => unlink(layout.objectFile(id)));
    found.orphansRemoved += outdated.length;
  }
}

async function reconcileSets(layout: Layout, index: Index, found: Reconciled): Promise<void> {
  for (const shard of (await readdir(layout.segments)).sort()) {
    for (const set of await readdir(join(layout.segments, shard)))
      await reconcileSet(layout, index, set, found);
  }
}

async function reconcileSet(layout: Layout, index: Index, set: string, found: Reconciled): Promise<void> {
  const isUpload = index.findUpload(set) !== null;
  if (index.isSetInUse(set)) {
    // A completed upload that the index still shows open: the record won.
    if (isUpload) {
      index.dropUpload(set);
      index.markTrim(set);
    }
    return;
  }
  const files = await readdir(layout.segmentSet(set));
  const upload = files.includes('upload')
    ? await readRecord<UploadRecord>(layout, layout.uploadFile(set), 'upload', found)
    : null;
  if (!upload) {
    index.dropUpload(set);
    await rm(layout.segmentSet(set), { recursive: true, force: true });
    found.orphansRemoved++;
    return;
  }
  if (!isUpload) {
    index.putUpload(upload);
    found.uploadsAdded++;
  }
  await reconcileParts(layout, index, set, files, found);
}

async function reconcileParts(layout: Layout, index: Index, set: string, files: string[], found: Reconciled) {
  const newest = new Map<number, { file: string; sequence: number }>();
  for (const file of files) {
    const name = parsePartFileName(file);
    if (!name) continue;
    const rival = newest.get(name.partNumber);
    const loser = rival && rival.sequence > name.sequence ? file : rival?.file;
    if (loser !== file) newest.set(name.partNumber, { file, sequence: name.sequence });
    if (loser === undefined) continue;
    await unlink(layout.segmentFile(set, loser));
    found.orphansRemoved++;
  }
  for (const { file, record } of index.listParts(set, 0, 10_001))
    if (newest.get(record.partNumber)?.file === file) newest.delete(record.partNumber);
    else index.dropPart(set, record.partNumber);
  for (const { file } of newest.values()) {
    const record = await readRecord<PartRecord>(layout, layout.segmentFile(set, file), 'part', found);
    if (record) index.putPart(set, { file, record });
  }
}

async function dropMissingUploads(layout: Layout, index: Index): Promise<void> {
  for (const id of index.allUploadIds()) {
    const shard = await readdir(layout.segmentSet(id)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (shard === null) index.dropUpload(id);
  }
}

/** A file we cannot read is put aside, never deleted: a person may still make something of it. */
async function readRecord<T extends { kind: string }>(
  layout: Layout,
  path: string,
  kind: T['kind'],
  found: Reconciled,
) {
  try {
    return await readFooter<T>(path, kind);
  } catch (error) {
    const aside = join(layout.lost, path.slice(layout.root.length + 1).replaceAll('/', '_'));
    await rename(path, aside);
    found.lostRecords.push(`${path}: ${error instanceof Error ? error.message : 'unreadable'}`);
    return null;
  }
}

async function mapLimited<T, R>(items: T[], task: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += readersAtOnce)
    results.push(...(await Promise.all(items.slice(at, at + readersAtOnce).map(task))));
  return results;
}

/** Folders of objects that hold nothing any more; the newest stays, for it is being written to. */
export async function removeEmptyFolders(layout: Layout, index: Index): Promise<void> {
  const folders = (await readdir(layout.objects)).sort();
  for (const folder of folders.slice(0, -1)) {
    const { first, next } = layout.idRange(folder);
    if (index.hasIdsIn(first, next)) continue;
    await rmdir(join(layout.objects, folder)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY') throw error;
    });
  }
}
