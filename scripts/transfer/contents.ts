import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PlainError } from '../plain-error';
import type { ObjectDescription } from './describe-object';
import { compositeEtag, isDigest } from './etag';
import type { OpenContent } from './write-object';

/** Where an object's content lies in a backup folder: by key and version, for a key may be no file name. */
export function contentPath(folder: string, { key, etag }: { key: string; etag: string }): string {
  const name = createHash('sha256').update(`${key}\n${etag}`).digest('hex');
  return path.join(folder, name.slice(0, 2), name);
}

/** Copies an object's content into the folder unless an earlier backup did. Checks it against the ETag. */
export async function saveContent(
  folder: string,
  object: ObjectDescription,
  open: OpenContent,
): Promise<'copied' | 'there'> {
  const file = contentPath(folder, object);
  if ((await sizeOf(file)) === object.sizeBytes) return 'there';
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.${randomUUID()}`;
  try {
    const watch = new PartDigests(object);
    const target = createWriteStream(part, { mode: 0o600, flush: true });
    if (object.sizeBytes === 0) await new Promise<void>((done) => target.end(() => done()));
    else await pipeline(await open(0, object.sizeBytes), watch, target);
    watch.check();
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
  return 'copied';
}

/** Reads of a saved content. Throws PlainError when it is not there whole. */
export async function openSaved(folder: string, object: ObjectDescription): Promise<OpenContent> {
  const file = contentPath(folder, object);
  const size = await sizeOf(file);
  if (size !== object.sizeBytes)
    throw new PlainError(`The backup lacks the content of ${object.key} (${file}).`);
  return async (start, length) => createReadStream(file, { start, end: start + length - 1 });
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Takes the MD5 of each part of what passes through it. */
class PartDigests extends Transform {
  private readonly md5s: string[] = [];
  private readonly sizes: number[];
  private hash = createHash('md5');
  private left: number;

  constructor(private readonly object: ObjectDescription) {
    super();
    this.sizes = [...(object.partSizes ?? [object.sizeBytes])];
    this.left = this.sizes[0] ?? 0;
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: (error: null, piece: Buffer) => void) {
    for (let rest = piece; rest.length > 0; ) {
      const taken = rest.subarray(0, this.left);
      this.hash.update(taken);
      this.left -= taken.length;
      rest = rest.subarray(taken.length);
      if (this.left > 0) break;
      this.endPart();
    }
    done(null, piece);
  }

  /** Throws when the content is not what the ETag says. One of another form, or of unknown parts, says nothing. */
  check(): void {
    const { key, etag, partSizes, arePartsKnown, sizeBytes } = this.object;
    if (sizeBytes === 0) this.md5s.push(this.hash.digest('hex'));
    const found = partSizes ? compositeEtag(this.md5s) : (this.md5s[0] ?? '');
    if (isDigest(etag) && arePartsKnown && found !== etag)
      throw new Error(`The content of ${key} is not what its ETag says (${found} instead of ${etag}).`);
  }

  private endPart(): void {
    this.md5s.push(this.hash.digest('hex'));
    this.hash = createHash('md5');
    this.left = this.sizes[this.md5s.length] ?? Number.POSITIVE_INFINITY;
  }
}
