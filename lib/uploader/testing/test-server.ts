import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  CreateFile,
  CreateOutcome,
  CreateRequest,
  PartDigest,
  Presign,
  Problem,
  RemoteUpload,
} from '../protocol';
import type { TestBucket } from './test-bucket';

const mebibyte = 1024 * 1024;

interface Row {
  id: string;
  file: CreateFile;
  state: RemoteUpload['state'];
  partSize: number | null;
  fileId: string | null;
}

export interface TestServerOptions {
  bucket: TestBucket;
  partSize?: number;
  multipartAboveBytes?: number;
  urlLifeMs?: number;
  quotaBytes?: number;
  smallFilesBy?: 'put' | 'post';
}

type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

/** The upload API of API.md, in memory, over a TestBucket. Keeps every call it saw. */
export class TestServer {
  /** Decides what goes wrong with a call; null lets it through. `lost` does the work and cuts the connection. */
  fault: (call: { method: string; path: string }) => 'lost' | Reply | null = () => null;
  readonly calls: { method: string; path: string }[] = [];
  readonly rows = new Map<string, Row>();
  readonly files = new Map<string, { id: string; name: string; size: number; path?: string }>();
  readonly options: Required<TestServerOptions>;
  readonly #byKey = new Map<string, Reply>();
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  constructor(options: TestServerOptions) {
    this.options = {
      partSize: 5 * mebibyte,
      multipartAboveBytes: 16 * mebibyte,
      urlLifeMs: 900_000,
      quotaBytes: Number.POSITIVE_INFINITY,
      smallFilesBy: 'put',
      ...options,
    };
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Finishes an upload behind the client's back, as the sweep or another tab would. */
  finish(id: string): void {
    this.#complete(id);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  count(method: string, path: RegExp): number {
    return this.calls.filter((call) => call.method === method && path.test(call.path)).length;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://app').pathname.replace('/api/uploads', '');
    const call = { method: request.method ?? '', path };
    this.calls.push(call);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: unknown = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
    const fault = this.fault(call);
    const key = String(request.headers['idempotency-key'] ?? randomUUID());
    const reply = fault && fault !== 'lost' ? fault : (this.#byKey.get(key) ?? this.#route(call, body));
    if (call.path === '' && call.method === 'POST' && fault === null) this.#byKey.set(key, reply);
    if (fault === 'lost') {
      if (call.path === '') this.#byKey.set(key, reply);
      request.socket.destroy();
      return;
    }
    const type = reply.status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(reply.status, { 'content-type': type, ...reply.headers });
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
  }

  #route({ method, path }: { method: string; path: string }, body: unknown): Reply {
    const [, id = '', action = ''] = path.split('/');
    if (method === 'POST' && path === '') return this.#create(body as CreateRequest);
    if (method === 'GET' && path === '')
      return { status: 200, body: { items: this.#unfinished(), nextCursor: null } };
    if (method === 'POST' && path === '/complete') {
      const { ids } = body as { ids: string[] };
      return {
        status: 200,
        body: { items: ids.map((one) => ({ id: one, ...toItemOfBatch(this.#complete(one)) })) },
      };
    }
    const row = this.rows.get(id);
    if (!row || row.state === 'cancelled')
      return method === 'DELETE' ? { status: 204 } : problem(404, 'not_found');
    if (method === 'GET') return { status: 200, body: this.#describe(row) };
    if (method === 'DELETE') {
      row.state = 'cancelled';
      return { status: 204 };
    }
    if (action === 'presign' && row.state !== 'pending') return problem(409, 'conflict');
    if (action === 'presign') return this.#presign(row, (body as { partNumbers?: number[] }).partNumbers);
    if (action === 'complete') return this.#complete(id, (body as { parts?: PartDigest[] }).parts);
    return problem(404, 'not_found');
  }

  #create({ files, onConflict }: CreateRequest): Reply {
    const uploads = files.map((file): CreateOutcome => {
      const { clientId } = file;
      const there = [...this.files.values()].find((one) => one.name === file.name && one.path === file.path);
      if (there && onConflict === 'skip') return { clientId, outcome: 'skipped' };
      if (there && onConflict === 'ask') return { clientId, outcome: 'conflict', file: there };
      if (file.name.endsWith('.exe'))
        return { clientId, outcome: 'error', error: problemOf(415, 'type_refused') };
      const used = [...this.rows.values()].reduce((sum, row) => sum + row.file.size, 0);
      if (used + file.size > this.options.quotaBytes) {
        return { clientId, outcome: 'error', error: problemOf(507, 'quota_exceeded') };
      }
      return this.#admit(file);
    });
    return { status: 201, body: { uploads } };
  }

  #admit(file: CreateFile): CreateOutcome {
    const { partSize, multipartAboveBytes, smallFilesBy: method } = this.options;
    const inParts = file.size > multipartAboveBytes;
    const row: Row = {
      id: randomUUID(),
      file,
      state: 'pending',
      partSize: inParts ? partSize : null,
      fileId: null,
    };
    this.rows.set(row.id, row);
    const { id, state } = row;
    const { clientId } = file;
    if (!inParts) return { clientId, outcome: 'upload', id, state, method, presign: this.#sign(row) };
    return {
      clientId,
      outcome: 'upload',
      id,
      state,
      method: 'multipart',
      partSize,
      partCount: Math.ceil(file.size / partSize),
    };
  }

  #sign({ id, file }: Row): Presign {
    const { bucket, urlLifeMs, smallFilesBy } = this.options;
    const url = bucket.sign({ key: id, length: file.size, expiresInMs: urlLifeMs });
    const expiresIn = 900;
    if (smallFilesBy === 'post')
      return { url, method: 'POST', fields: { key: id, policy: 'e30=' }, expiresIn };
    const md5 = file.checksums?.md5;
    const headers = {
      'content-type': file.type || 'application/octet-stream',
      'content-length': String(file.size),
    };
    const digest: Record<string, string> = md5 ? { 'content-md5': md5 } : {};
    return { url, method: 'PUT', headers: { ...headers, ...digest }, expiresIn };
  }

  #presign(row: Row, partNumbers?: number[]): Reply {
    const { partSize, file } = row;
    if (partSize === null || !partNumbers) return { status: 200, body: { presign: this.#sign(row) } };
    const parts = partNumbers.map((partNumber) => {
      const size = Math.min(partSize, file.size - (partNumber - 1) * partSize);
      const url = this.options.bucket.sign({
        key: row.id,
        length: size,
        partNumber,
        expiresInMs: this.options.urlLifeMs,
      });
      return { partNumber, url, headers: {}, size };
    });
    return { status: 200, body: { parts, expiresIn: 900 } };
  }

  #complete(id: string, digests: PartDigest[] = []): Reply {
    const row = this.rows.get(id);
    if (!row || row.state === 'cancelled') return problem(404, 'not_found');
    if (row.fileId) return { status: 200, body: { file: this.files.get(row.fileId) } };
    const bytes = this.#assemble(row);
    if (!bytes) return problem(409, 'upload_incomplete');
    const parts = this.options.bucket.parts.get(id);
    const damaged = digests.filter(({ partNumber, md5 }) => {
      return md5 && parts?.get(partNumber)?.etag !== `"${Buffer.from(md5, 'base64').toString('hex')}"`;
    });
    if (damaged.length > 0) {
      const errors = damaged.map(({ partNumber }) => ({ path: `parts.${partNumber}`, message: 'Differs.' }));
      return { status: 422, body: { ...problemOf(422, 'verification_failed'), errors } };
    }
    if (bytes.subarray(0, 2).toString() === 'MZ') {
      row.state = 'refused';
      return problem(422, 'verification_failed');
    }
    this.options.bucket.objects.set(id, { bytes, etag: createHash('md5').update(bytes).digest('hex') });
    row.fileId = randomUUID();
    row.state = 'ready';
    const { name, size, path } = row.file;
    this.files.set(row.fileId, { id: row.fileId, name, size, path });
    return { status: 200, body: { file: this.files.get(row.fileId) } };
  }

  #assemble({ id, file, partSize }: Row): Buffer | null {
    const { bucket } = this.options;
    if (partSize === null) return bucket.objects.get(id)?.bytes ?? null;
    const parts = bucket.parts.get(id);
    if (parts?.size !== Math.ceil(file.size / partSize)) return null;
    return Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part.bytes));
  }

  #unfinished(): RemoteUpload[] {
    return [...this.rows.values()].filter((row) => row.state === 'pending').map((row) => this.#describe(row));
  }

  #describe({ id, state, file, partSize }: Row): RemoteUpload {
    const base = { id, state, name: file.name, size: file.size };
    if (partSize === null) return base;
    const parts = [...(this.options.bucket.parts.get(id) ?? [])].map(([partNumber, { bytes, etag }]) => {
      return { partNumber, size: bytes.length, etag };
    });
    return { ...base, partSize, partCount: Math.ceil(file.size / partSize), parts };
  }
}

const problemOf = (status: number, code: string): Problem => ({
  status,
  code,
  title: code,
  detail: `Sentence for ${code}.`,
});
const problem = (status: number, code: string): Reply => ({ status, body: problemOf(status, code) });
const toItemOfBatch = ({ status, body }: Reply) => (status < 400 ? (body as object) : { error: body });
