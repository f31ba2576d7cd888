import { closeFile, openFile, readBuffer } from './durable';
import type { StoredObject } from './records';
import type { Store } from './store';

/** A piece of a file to be read: `length` bytes from `position`. */
export interface FilePiece {
  fd: number;
  position: number;
  length: number;
}

/** An object held open: its bytes stay readable whatever happens to its key. */
export interface OpenObject {
  object: StoredObject;
  /** The pieces that make up bytes start..end (inclusive), each open only while it is being used. */
  pieces(start: number, end: number): AsyncGenerator<FilePiece>;
  close(): Promise<void>;
}

/** Opens the current version of a key, or null when there is none. */
export async function openObject(store: Store, bucket: string, key: string): Promise<OpenObject | null> {
  for (;;) {
    const object = store.find(bucket, key);
    if (!object) return null;
    const opened = await openVersion(store, object);
    if (opened) return opened;
  }
}

/** Opens one version; null when it was replaced meanwhile. A missing file of the current version is an error. */
async function openVersion(store: Store, object: StoredObject): Promise<OpenObject | null> {
  const { segments } = object.record;
  if (segments) return openSegments(store, object, segments);
  const path = store.layout.objectFile(object.id);
  const fd = await openFile(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && !store.isCurrent(object)) return null;
    throw error;
  });
  if (fd === null) return null;
  return {
    object,
    async *pieces(start, end) {
      if (end >= start) yield { fd, position: start, length: end - start + 1 };
    },
    close: () => closeFile(fd),
  };
}

function openSegments(
  store: Store,
  object: StoredObject,
  segments: NonNullable<StoredObject['record']['segments']>,
) {
  const unpin = store.pins.pin(segments.set); // in the same turn as the look-up: nothing can remove it in between
  async function* pieces(start: number, end: number): AsyncGenerator<FilePiece> {
    let offset = 0;
    for (const { file, sizeBytes } of segments.files) {
      const first = Math.max(start - offset, 0);
      const last = Math.min(end - offset, sizeBytes - 1);
      offset += sizeBytes;
      if (first > last) continue;
      const fd = await openFile(store.layout.segmentFile(segments.set, file), 'r');
      try {
        yield { fd, position: first, length: last - first + 1 };
      } finally {
        await closeFile(fd);
      }
    }
  }
  return { object, pieces, close: unpin };
}

const copyBytes = 256 * 1024;

/** The bytes start..end (inclusive) of an open object, in buffers of their own. */
export async function* readRange(opened: OpenObject, start: number, end: number): AsyncGenerator<Buffer> {
  for await (const { fd, position, length } of opened.pieces(start, end)) {
    for (let at = 0; at < length; ) {
      const buffer = Buffer.allocUnsafe(Math.min(copyBytes, length - at));
      const { bytesRead } = await readBuffer(fd, buffer, 0, buffer.length, position + at);
      if (bytesRead === 0) throw new Error('an object file is shorter than its record says');
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }
}
