import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunningBucket, startBucket } from '@/lib/bucket';
import type { UploadApi } from './api';
import { ApiError, ApiUnreachable } from './errors';
import { createInThreadHashWorker } from './hash';
import type { CreateFile, CreateOutcome, Presign, RemoteFile, RemoteUpload } from './protocol';
import { Uploader } from './uploader';

const Bucket = 'files';
const keys = { accessKeyId: 'test', secretAccessKey: 'test-secret' };
const partSize = 5 * 2 ** 20;
const expiresIn = 900;

let dataDir: string;
let bucket: RunningBucket;
let s3: S3Client;

async function openBucket(port = 0): Promise<void> {
  bucket = await startBucket({ port, dataDir, keys: [keys], minFreeFraction: 0 });
  s3 = new S3Client({
    endpoint: bucket.url,
    region: 'us-east-1',
    credentials: keys,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'uploader-bucket-'));
  await openBucket();
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterEach(async () => {
  await bucket.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Row {
  file: CreateFile;
  multipartId?: string;
}

/** The server's side of the contract, reduced to its talk with the bucket. */
class BucketApi implements UploadApi {
  readonly rows = new Map<string, Row>();
  readonly #byForm: boolean;

  constructor({ byForm = false } = {}) {
    this.#byForm = byForm;
  }

  async create({ files }: { files: CreateFile[] }) {
    return { uploads: await Promise.all(files.map((file) => this.#admit(file))) };
  }

  async #admit(file: CreateFile): Promise<CreateOutcome> {
    const id = randomUUID();
    const row: Row = { file };
    this.rows.set(id, row);
    if (file.size <= 16 * 2 ** 20) {
      const method = this.#byForm ? 'post' : 'put';
      return { outcome: 'upload', id, state: 'pending', method, presign: await this.#sign(id) };
    }
    row.multipartId = (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: id }))).UploadId!;
    const partCount = Math.ceil(file.size / partSize);
    return { outcome: 'upload', id, state: 'uploading', method: 'multipart', partSize, partCount };
  }

  async #sign(id: string): Promise<Presign> {
    const { size, checksums } = this.rows.get(id)!.file;
    const ContentType = 'application/octet-stream';
    if (this.#byForm) {
      const Conditions: ['content-length-range', number, number][] = [['content-length-range', size, size]];
      const form = await createPresignedPost(s3, {
        Bucket,
        Key: id,
        Conditions,
        Fields: { 'Content-Type': ContentType },
      });
      return { ...form, method: 'POST', expiresIn };
    }
    const headers = { 'content-type': ContentType, 'if-none-match': '*', 'content-md5': checksums!.md5! };
    const command = new PutObjectCommand({
      Bucket,
      Key: id,
      ContentType,
      ContentLength: size,
      IfNoneMatch: '*',
      ContentMD5: checksums!.md5!,
    });
    const signed = new Set([...Object.keys(headers), 'host', 'content-length']);
    const url = await getSignedUrl(s3, command, {
      expiresIn,
      signableHeaders: signed,
      unhoistableHeaders: signed,
    });
    return { url, method: 'PUT', headers, expiresIn };
  }

  async presign(id: string, partNumbers?: number[]) {
    const row = this.rows.get(id)!;
    if (!row.multipartId || !partNumbers) return { presign: await this.#sign(id) };
    const parts = partNumbers.map(async (partNumber) => {
      const size = Math.min(partSize, row.file.size - (partNumber - 1) * partSize);
      const part = {
        Bucket,
        Key: id,
        UploadId: row.multipartId,
        PartNumber: partNumber,
        ContentLength: size,
      };
      const url = await getSignedUrl(s3, new UploadPartCommand(part), { expiresIn });
      return { partNumber, url, headers: {}, size };
    });
    return { parts: await Promise.all(parts), expiresIn };
  }

  async get(id: string): Promise<RemoteUpload> {
    const { file, multipartId: UploadId } = this.rows.get(id)!;
    const remote = { id, state: 'uploading' as const, name: file.name, size: file.size };
    if (!UploadId) return remote;
    const { Parts = [] } = await s3
      .send(new ListPartsCommand({ Bucket, Key: id, UploadId }))
      .catch(unreachable);
    const parts = Parts.map(({ PartNumber, Size, ETag }) => ({
      partNumber: PartNumber!,
      size: Size!,
      etag: ETag!,
    }));
    return { ...remote, partSize, partCount: Math.ceil(file.size / partSize), parts };
  }

  async complete(id: string) {
    const row = this.rows.get(id)!;
    const { parts = [] } = await this.get(id);
    const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }));
    await s3
      .send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key: id,
          UploadId: row.multipartId,
          MultipartUpload: { Parts },
        }),
      )
      .catch(unreachable);
    return { outcome: 'ready' as const, file: { id, name: row.file.name } satisfies RemoteFile };
  }

  async completeMany(ids: string[]) {
    return ids.map((id) => ({ outcome: 'ready' as const, file: { id, name: this.rows.get(id)!.file.name } }));
  }

  async list() {
    return { items: [] };
  }

  async cancel(id: string): Promise<void> {
    if (!this.rows.delete(id)) throw new ApiError({ status: 404, code: 'not_found' });
  }

  /** MD5 (hex) of what the bucket holds, by file name. */
  async stored(): Promise<Map<string, string>> {
    const entries = [...this.rows].map(async ([Key, { file }]) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return [file.name, md5Of(await Body!.transformToByteArray())] as const;
    });
    return new Map(await Promise.all(entries));
  }
}

/** As the app answers while its bucket is away. */
function unreachable(cause: unknown): never {
  throw new ApiUnreachable('The bucket does not answer.', { cause });
}

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

function makeFiles(sizes: Record<string, number>): { files: File[]; md5: Map<string, string> } {
  const made = Object.entries(sizes).map(([name, size]) => [name, randomBytes(size)] as const);
  const files = made.map(([name, bytes]) => new File([bytes], name));
  return { files, md5: new Map(made.map(([name, bytes]) => [name, md5Of(bytes)])) };
}

async function uploadAll(
  api: BucketApi,
  files: File[],
  during: (uploader: Uploader) => Promise<void> = async () => {},
): Promise<void> {
  const retry = { baseMs: 20, capMs: 200 };
  const uploader = new Uploader({ api, createHashWorker: createInThreadHashWorker, retry });
  uploader.add(files);
  await during(uploader);
  const { totals } = await vi.waitFor(
    () => {
      const snapshot = uploader.getSnapshot();
      expect(snapshot.totals.states).toEqual({ ready: files.length });
      return snapshot;
    },
    { timeout: 50_000 },
  );
  expect(totals.sentBytes).toBe(totals.sizeBytes);
  uploader.dispose();
}

describe('against a bucket that verifies every signature', () => {
  it('create-only PUTs with signed type, length and MD5 are sent exactly as signed', async () => {
    const { files, md5 } = makeFiles({ a: 1, empty: 0, 'full.bin': 16 * 2 ** 20 });
    const api = new BucketApi();
    await uploadAll(api, files);
    expect(await api.stored()).toEqual(md5);
  });

  it('forms carry their fields first and nothing that the policy does not name', async () => {
    const { files, md5 } = makeFiles({ a: 1, b: 100_000, 'z.bin': 2 ** 21 });
    const api = new BucketApi({ byForm: true });
    await uploadAll(api, files);
    expect(await api.stored()).toEqual(md5);
  });

  it('parts have the exact length that each URL signs', async () => {
    const { files, md5 } = makeFiles({ 'large.bin': 33 * 2 ** 20 + 7 });
    const api = new BucketApi();
    await uploadAll(api, files);
    expect(await api.stored()).toEqual(md5);
  });

  it('a bucket that goes away in the middle and comes back loses nothing', async () => {
    const { files, md5 } = makeFiles({ 'large.bin': 40 * 2 ** 20, a: 1_000, b: 1_000 });
    const api = new BucketApi();
    await uploadAll(api, files, async (uploader) => {
      await vi.waitFor(() => expect(uploader.getSnapshot().totals.sentBytes).toBeGreaterThan(0), {
        interval: 1,
        timeout: 20_000,
      });
      const { port } = bucket;
      await bucket.close();
      await openBucket(port);
    });
    expect(await api.stored()).toEqual(md5);
  });
});
