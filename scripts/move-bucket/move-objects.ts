import type { StorageHandle } from '@/lib/storage/client';
import { markerKey } from '@/lib/storage/keys';
import { findMarker } from '@/lib/storage/marker';
import { listMultipartUploads } from '@/lib/storage/multipart';
import { putObject } from '@/lib/storage/put-object';
import { PlainError } from '../plain-error';
import { describeObject } from '../transfer/describe-object';
import { contentOf } from '../transfer/read-object';
import { runMany } from '../transfer/run-many';
import { writeObject } from '../transfer/write-object';
import { compareBuckets, type Pair } from './compare-buckets';
import { claimTarget, removeMoveNote } from './move-note';

export type Moved = {
  /** Objects of the source that are in the target now, and their bytes. */
  objects: number;
  bytes: number;
  /** Written by this run; the others were there. */
  copied: number;
  /** Compared by size alone: one of the two stores makes ETags that are no MD5. */
  bySizeAlone: number;
  /** Deleted in the source while this ran. */
  gone: number;
};

type MoveRequest = {
  source: StorageHandle;
  target: StorageHandle;
  atOnce?: number;
  onProgress?: (moved: { objects: number; copied: number; bytes: number }) => void;
};

/**
 * Copies every object below the prefix to the target, leaves those that are there already, then compares both once
 * more and writes the marker. The source is only read. Cut short, it is simply begun again.
 */
export async function moveObjects(request: MoveRequest): Promise<Moved> {
  const { source, target, atOnce = 8, onProgress } = request;
  const marker = await findMarker(source);
  if (!marker)
    throw new PlainError('The bucket in use has no marker of this installation; start Sluice once.');
  await claimTarget(marker, target);
  const openUploads = await uploadsByKey(target);
  const seen = { objects: 0, copied: 0, bytes: 0 };
  await runMany(
    singly(compareBuckets(source, target)),
    atOnce,
    async ({ source: { key, sizeBytes }, state }) => {
      if (state === 'missing' || state === 'different') {
        if (!(await copyOne({ key, source, target, openUpload: openUploads.get(key) }))) return;
        seen.copied += 1;
      }
      seen.objects += 1;
      seen.bytes += sizeBytes;
      onProgress?.(seen);
    },
  );
  const verified = await verify(source, target);
  await putMarker(target, marker);
  await removeMoveNote(target);
  return { ...verified, copied: seen.copied };
}

type Copy = { key: string; source: StorageHandle; target: StorageHandle; openUpload: string | undefined };

const tries = 3;

/** false: it was deleted in the source since it was listed. */
async function copyOne({ key, source, target, openUpload }: Copy): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      const object = await describeObject(key, source);
      await writeObject({ object, open: contentOf(object, source), on: target, openUpload });
      return true;
    } catch (error) {
      if (await isGone(key, source)) return false;
      if (attempt === tries) throw error;
    }
  }
}

async function isGone(key: string, source: StorageHandle): Promise<boolean> {
  return describeObject(key, source).then(
    () => false,
    (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode === 404,
  );
}

/** The newest open upload of each key, left by a run that was cut short. */
async function uploadsByKey(target: StorageHandle): Promise<Map<string, string>> {
  const uploads = new Map<string, string>();
  for await (const page of listMultipartUploads(target))
    for (const { key, multipartId } of page) uploads.set(key, multipartId);
  return uploads;
}

async function verify(source: StorageHandle, target: StorageHandle): Promise<Omit<Moved, 'copied'>> {
  const result = { objects: 0, bytes: 0, bySizeAlone: 0, gone: 0 };
  for await (const { source: object, state } of singly(compareBuckets(source, target))) {
    if (state === 'missing' || state === 'different') {
      if (await isGone(object.key, source)) result.gone += 1;
      else
        throw new PlainError(
          `${object.key} is ${state} in the new bucket: written while this ran? Run it again; the old bucket is as it was.`,
        );
      continue;
    }
    result.objects += 1;
    result.bytes += object.sizeBytes;
    if (state === 'size alone') result.bySizeAlone += 1;
  }
  return result;
}

async function putMarker(target: StorageHandle, marker: object): Promise<void> {
  const body = Buffer.from(`${JSON.stringify(marker)}\n`);
  await putObject({ key: markerKey(target.config.prefix), body, contentType: 'application/json' }, target);
}

async function* singly(pages: AsyncIterable<Pair[]>): AsyncGenerator<Pair> {
  for await (const page of pages) yield* page;
}
