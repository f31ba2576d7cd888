import { constants, link } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { partFileName } from './layout';
import type { ObjectRecord, Segment, StoredObject } from './records';
import type { Store } from './store';

const linkFile = promisify(link);

/** Content up to this size is written anew: cheaper than a folder of its own. */
export const inlineCopyBytes = 1024 * 1024;

/**
 * A segment set with the content of `source`, sharing its bytes by hard links: files never change once named, so
 * a copy of 5 GiB costs as much as one of 5 MiB. Undefined when the source was replaced meanwhile and its file has no
 * name any more.
 */
export async function shareContent(store: Store, source: StoredObject): Promise<ObjectRecord['segments']> {
  const set = store.newSetName();
  await store.makeSetFolder(set);
  try {
    const files: Segment[] = [];
    for (const { path, partNumber, sizeBytes } of contentFiles(store, source)) {
      const file = partFileName(partNumber, 1);
      await linkOrCopy(path, store.layout.segmentFile(set, file));
      files.push({ partNumber, file, sizeBytes });
    }
    await store.folders.sync(store.layout.segmentSet(set));
    return { set, files };
  } catch (error) {
    await store.removeSet(set);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function contentFiles(store: Store, { id, record }: StoredObject) {
  if (!record.segments)
    return [{ path: store.layout.objectFile(id), partNumber: 1, sizeBytes: record.sizeBytes }];
  const { set, files } = record.segments;
  return files.map((segment) => ({ ...segment, path: store.layout.segmentFile(set, segment.file) }));
}

/** Some file systems have no hard links, or too few per file: then the bytes are copied, cloned where that is possible. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await linkFile(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw error;
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    const handle = await open(to, 'r+');
    await handle.sync().finally(() => handle.close());
  });
}
