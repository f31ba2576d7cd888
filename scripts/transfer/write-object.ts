import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { StorageHandle } from '@/lib/storage/client';
import { findObject, unquoted } from '@/lib/storage/head-object';
import { abortMultipart, listParts } from '@/lib/storage/multipart';
import type { ObjectDescription } from './describe-object';
import { compositeEtag, isDigest, md5Of } from './etag';

/** Opens `length` bytes of an object's content from `start` on. */
export type OpenContent = (start: number, length: number) => Promise<Readable>;

export type WriteRequest = {
  object: ObjectDescription;
  open: OpenContent;
  on: StorageHandle;
  /** An upload of this object that an earlier run left open: parts it holds are not sent again. */
  openUpload?: string | undefined;
};

/** One PUT takes at most 5 GiB; larger content without known parts goes in parts of 64 MiB. */
const largestPut = 5 * 2 ** 30;
const ownPartBytes = 64 * 2 ** 20;

/**
 * Writes an object in the parts it had, so that its ETag stays what it was, and checks what was stored: every body
 * goes with its MD5, and the ETag at the end must be the one the bytes make. Throws when it is another.
 */
export async function writeObject(request: WriteRequest): Promise<void> {
  const { object, openUpload, on } = request;
  const sizes = object.partSizes ?? (object.sizeBytes > largestPut ? ownParts(object.sizeBytes) : null);
  if (sizes === null) return putWhole(request);
  const outcome = await putParts(request, sizes, openUpload);
  if (isIntact(object, outcome)) return;
  // Parts left by another run may be of other bytes: once more, with none of them.
  if (openUpload !== undefined && isIntact(object, await putParts(request, sizes, undefined))) return;
  if (!object.arePartsKnown && object.partSizes !== null)
    return writeObject({ ...request, object: { ...object, partSizes: null }, openUpload: undefined });
  throw new Error(`${object.key} did not arrive in ${on.config.bucket} as it was sent.`);
}

type Written = { expected: string; etag: string };

/** The engine's ETag must be that of the bytes sent; and theirs that of the source, when its parts were known. */
function isIntact(object: ObjectDescription, { expected, etag }: Written): boolean {
  if (isDigest(etag) && etag !== expected) return false;
  return object.partSizes === null || !isDigest(object.etag) || expected === object.etag;
}

async function putWhole({ object, open, on }: WriteRequest): Promise<void> {
  const body = await take(open, 0, object.sizeBytes);
  const answer = await on.client.send(
    new PutObjectCommand({
      Bucket: on.config.bucket,
      Key: object.key,
      Body: body.content,
      ContentLength: object.sizeBytes,
      ContentMD5: toBase64(body.md5 ?? md5Of(object.etag)),
      ...object.headers,
    }),
  );
  const md5 = body.finished();
  const known = md5Of(object.etag);
  if (known !== null && md5 !== known) throw new Error(`${object.key} is not what its ETag says: ${md5}.`);
  const etag = unquoted(answer.ETag);
  if (isDigest(etag) && etag !== md5)
    throw new Error(`${object.key} did not arrive in ${on.config.bucket} as it was sent.`);
}

async function putParts(
  { object, open, on }: WriteRequest,
  sizes: number[],
  openUpload: string | undefined,
): Promise<Written> {
  const { key } = object;
  const multipartId = openUpload ?? (await createUpload(object, on));
  const there = new Map(
    (openUpload ? await listParts({ key, multipartId }, on) : []).map((part) => [part.partNumber, part]),
  );
  const md5s: string[] = [];
  let start = 0;
  for (const [i, size] of sizes.entries()) {
    const done = there.get(i + 1);
    if (done?.sizeBytes === size && md5Of(done.etag)) md5s.push(done.etag);
    else md5s.push(await putPart({ key, multipartId, partNumber: i + 1, open, start, size, on }));
    start += size;
  }
  const expected = compositeEtag(md5s);
  if (object.partSizes !== null && isDigest(object.etag) && expected !== object.etag) {
    await abortMultipart({ key, multipartId }, on);
    return { expected, etag: expected };
  }
  const answer = await on.client.send(
    new CompleteMultipartUploadCommand({
      Bucket: on.config.bucket,
      Key: key,
      UploadId: multipartId,
      MultipartUpload: { Parts: md5s.map((md5, i) => ({ PartNumber: i + 1, ETag: `"${md5}"` })) },
    }),
  );
  // Ceph 16 leaves the ETag of a good answer empty.
  return { expected, etag: unquoted(answer.ETag) || ((await findObject(key, on))?.etag ?? '') };
}

async function createUpload({ key, headers }: ObjectDescription, on: StorageHandle): Promise<string> {
  const command = new CreateMultipartUploadCommand({ Bucket: on.config.bucket, Key: key, ...headers });
  const { UploadId } = await on.client.send(command);
  if (!UploadId) throw new Error(`The storage gave no upload id for ${key}.`);
  return UploadId;
}

type PartRequest = {
  key: string;
  multipartId: string;
  partNumber: number;
  open: OpenContent;
  start: number;
  size: number;
  on: StorageHandle;
};

/** Sends one part and returns the MD5 of its bytes. */
async function putPart({
  key,
  multipartId,
  partNumber,
  open,
  start,
  size,
  on,
}: PartRequest): Promise<string> {
  const body = await take(open, start, size);
  const { ETag } = await on.client.send(
    new UploadPartCommand({
      Bucket: on.config.bucket,
      Key: key,
      UploadId: multipartId,
      PartNumber: partNumber,
      Body: body.content,
      ContentLength: size,
      ContentMD5: toBase64(body.md5),
    }),
  );
  const md5 = body.finished();
  if (isDigest(unquoted(ETag)) && unquoted(ETag) !== md5)
    throw new Error(`Part ${partNumber} of ${key} did not arrive as it was sent.`);
  return md5;
}

/** Up to this size a body is held in memory: its MD5 is known beforehand, and the SDK can send it again. */
const inMemoryBytes = 16 * 2 ** 20;

type Body = { content: Buffer | Readable; md5: string | null; finished: () => string };

async function take(open: OpenContent, start: number, length: number): Promise<Body> {
  const hash = createHash('md5');
  if (length === 0) return { content: Buffer.alloc(0), md5: hash.digest('hex'), finished: () => emptyMd5 };
  const stream = await open(start, length);
  if (length > inMemoryBytes) {
    const watched = new Transform({
      transform(piece: Buffer, _encoding, done) {
        hash.update(piece);
        done(null, piece);
      },
    });
    // A failure ends `watched` too, and with it the request that sends it.
    pipeline(stream, watched, () => undefined);
    return { content: watched, md5: null, finished: () => hash.digest('hex') };
  }
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  const content = Buffer.concat(pieces);
  if (content.length !== length) throw new Error(`${content.length} bytes came where ${length} should.`);
  const md5 = hash.update(content).digest('hex');
  return { content, md5, finished: () => md5 };
}

const emptyMd5 = createHash('md5').digest('hex');

function toBase64(md5: string | null): string | undefined {
  return md5 === null ? undefined : Buffer.from(md5, 'hex').toString('base64');
}

function ownParts(sizeBytes: number): number[] {
  const size = Math.max(ownPartBytes, Math.ceil(sizeBytes / 10_000));
  return Array.from({ length: Math.ceil(sizeBytes / size) }, (_, i) => Math.min(size, sizeBytes - i * size));
}
