import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fault does to a request: an S3 error, a cut connection (before or after the body was kept), silence, a flipped bit. */
export type Fault =
  | { kind: 'status'; status: number; code?: string; retryAfter?: string }
  | { kind: 'reset' }
  | { kind: 'answer-lost' }
  | { kind: 'stall' }
  | { kind: 'damage' };

export interface Seen {
  method: string;
  key: string;
  partNumber: number | null;
}

export interface StoredPart {
  bytes: Buffer;
  etag: string;
}

/**
 * A bucket as the engine sees one: takes exactly the length that was signed, knows expiry, MD5, create-only keys and
 * parts, and fails on demand. In memory, for tests.
 */
export class TestBucket {
  /** Decides what goes wrong with a request; null lets it through. */
  fault: (seen: Seen) => Fault | null = () => null;
  /** Whether pages of other origins may send here. */
  cors = true;
  /** ETags that look like an MD5 and are none, as of objects encrypted with keys of a KMS. */
  opaqueEtags = false;
  preflights = 0;
  readonly objects = new Map<string, StoredPart>();
  readonly parts = new Map<string, Map<number, StoredPart>>();
  readonly seen: Seen[] = [];
  underWay = 0;
  mostUnderWay = 0;
  bytesReceived = 0;
  readonly #server = createServer((request, response) => void this.#handle(request, response));

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends all connections, as a killed process does. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** A URL for one method, key and length. */
  sign(options: { key: string; length: number; partNumber?: number; expiresInMs: number }): string {
    const url = new URL(`http://127.0.0.1:${this.port}/${options.key}`);
    url.searchParams.set('length', String(options.length));
    url.searchParams.set('until', String(Date.now() + options.expiresInMs));
    if (options.partNumber) url.searchParams.set('partNumber', String(options.partNumber));
    return url.href;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://bucket');
    const partNumber = Number(url.searchParams.get('partNumber')) || null;
    const seen = { method: request.method ?? '', key: url.pathname.slice(1), partNumber };
    if (this.cors) response.setHeader('access-control-allow-origin', '*');
    if (seen.method === 'OPTIONS') {
      this.preflights += 1;
      response.writeHead(this.cors ? 204 : 403, {
        'access-control-allow-methods': '*',
        'access-control-allow-headers': '*',
      });
      response.end();
      return;
    }
    this.seen.push(seen);
    const fault = this.fault(seen);
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    response.on('close', () => {
      this.underWay -= 1;
    });
    if (fault?.kind === 'reset') {
      request.socket.destroy();
      return;
    }
    if (fault?.kind === 'stall') {
      // Swallows what comes, so that a sender who goes away is noticed.
      request.resume();
      return;
    }
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // The sender went away: nothing is kept.
    }
    const body = Buffer.concat(chunks);
    if (fault?.kind === 'damage') body[0] = (body[0] ?? 0) ^ 1;
    this.bytesReceived += body.length;
    const refusal = fault?.kind === 'status' ? fault : this.#keep(seen, url, request, body);
    if (fault?.kind === 'answer-lost') request.socket.destroy();
    else answer(response, refusal);
  }

  #keep({ key, partNumber, method }: Seen, url: URL, request: IncomingMessage, body: Buffer): Refusal | null {
    const bytes = method === 'POST' ? fileOfForm(body, request.headers['content-type'] ?? '') : body;
    if (Number(url.searchParams.get('until')) < Date.now()) return { status: 403, code: 'AccessDenied' };
    if (bytes.length !== Number(url.searchParams.get('length')))
      return { status: 403, code: 'SignatureDoesNotMatch' };
    const md5 = createHash('md5').update(bytes);
    const signedMd5 = request.headers['content-md5'];
    const hash = md5.digest();
    if (signedMd5 && signedMd5 !== hash.toString('base64')) return { status: 400, code: 'BadDigest' };
    const etag = this.opaqueEtags ? randomBytes(16) : hash;
    const stored = { bytes, etag: `"${etag.toString('hex')}"` };
    if (partNumber) {
      const parts = this.parts.get(key) ?? new Map<number, StoredPart>();
      this.parts.set(key, parts.set(partNumber, stored));
      return null;
    }
    if (this.objects.has(key)) return { status: 412, code: 'PreconditionFailed' };
    this.objects.set(key, stored);
    return null;
  }
}

type Refusal = { status: number; code?: string; retryAfter?: string };

function answer(response: ServerResponse, refusal: Refusal | null): void {
  if (!refusal) {
    response.writeHead(200).end();
    return;
  }
  const { status, code = 'InternalError', retryAfter } = refusal;
  response.writeHead(status, retryAfter ? { 'retry-after': retryAfter } : {});
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}

/** The last field of a multipart form. */
function fileOfForm(body: Buffer, contentType: string): Buffer {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? '';
  const start = body.indexOf('\r\n\r\n', body.lastIndexOf('name="file"')) + 4;
  return body.subarray(start, body.lastIndexOf(`\r\n--${boundary}--`));
}
