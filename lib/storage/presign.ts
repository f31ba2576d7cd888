import 'server-only';
import { hash } from 'node:crypto';
import { defaultStorage, type StorageCredentials, type StorageHandle } from './client';
import type { StorageConfig } from './config';
import { contentDisposition, type Disposition } from './disposition';
import { StorageError } from './errors';
import { Signer } from './signer';
import { encodePath } from './uri';

/** What a client needs to reach one object once: it sends exactly headers (and, for a form, fields before the file). */
export interface Presigned {
  url: string;
  method: 'GET' | 'PUT' | 'POST';
  headers: Record<string, string>;
  fields?: Record<string, string>;
  /** What is left of its life; shorter than asked when the credentials end earlier. */
  expiresInSeconds: number;
  expiresAt: Date;
}

/** Digests that the bucket is to check, base64 as S3 writes them. */
export interface UploadChecksums {
  md5?: string | undefined;
  sha256?: string | undefined;
  crc32c?: string | undefined;
}

export interface PresignPutRequest {
  key: string;
  sizeBytes: number;
  contentType: string;
  checksums?: UploadChecksums;
  /** Signs `If-None-Match: *`: a second PUT of the key is answered 412. */
  createOnly: boolean;
  /** Signs `x-amz-acl: private`, for engines that let a sender add an unsigned ACL (capabilities say which). */
  lockAcl?: boolean;
  expiresInSeconds: number;
}

export interface PresignPartRequest {
  key: string;
  multipartId: string;
  partNumber: number;
  sizeBytes: number;
  md5?: string | undefined;
  sha256?: string | undefined;
  expiresInSeconds: number;
}

export interface PresignGetRequest {
  key: string;
  fileName: string;
  contentType: string;
  disposition: Disposition;
  cacheControl?: string;
  expiresInSeconds: number;
  /** The same URL for a whole window, so that a browser's cache hits; then expiresInSeconds is two windows. */
  stable?: { windowSeconds: number };
}

export interface PresignPostRequest {
  key: string;
  sizeBytes: number;
  contentType: string;
  expiresInSeconds: number;
}

/** Originals and share downloads must never be cache-stable, thumbnails for an hour at most. */
const LONGEST_WINDOW_SECONDS = 3_600;
/** With less than this left of the credentials' life, a signed URL would be of no use to anyone. */
const SHORTEST_LIFE_SECONDS = 1;

/** Resolves credentials once; what comes back signs any number of URLs synchronously. Throws bad_credentials. */
export async function createPresigner(on: StorageHandle = defaultStorage()): Promise<Presigner> {
  return new Presigner(on.config, await on.credentials(), () => on.now());
}

/** Signs for the public endpoint. Keep it for one request's work only: its credentials are not renewed. */
export class Presigner {
  private readonly signer: Signer;
  private readonly origin: string;
  private readonly basePath: string;
  private readonly bucket: string;

  constructor(
    config: StorageConfig,
    private readonly credentials: StorageCredentials,
    private readonly now: () => number,
  ) {
    const url = new URL(config.publicEndpoint);
    const host = config.forcePathStyle ? url.host : `${config.bucket}.${url.host}`;
    this.origin = `${url.protocol}//${host}`;
    this.basePath = `${url.pathname.replace(/\/+$/, '')}/${config.forcePathStyle ? `${config.bucket}/` : ''}`;
    this.signer = new Signer(credentials, config.region, this.origin);
    this.bucket = config.bucket;
  }

  /** PUT of a whole object: type, exact length and the given digests are signed as headers. */
  put(request: PresignPutRequest): Presigned {
    const { md5, sha256, crc32c } = request.checksums ?? {};
    const sent: Record<string, string> = {};
    if (md5) sent['content-md5'] = md5;
    sent['content-type'] = oneLine(request.contentType);
    if (request.createOnly) sent['if-none-match'] = '*';
    if (request.lockAcl) sent['x-amz-acl'] = 'private';
    // S3 takes one x-amz-checksum-* header a request; Content-MD5 may come beside it.
    if (sha256) sent['x-amz-checksum-sha256'] = sha256;
    else if (crc32c) sent['x-amz-checksum-crc32c'] = crc32c;
    return this.upload(request, sent, []);
  }

  /** PUT of one part: its exact length is signed, and its digests when given. */
  part(request: PresignPartRequest): Presigned {
    const sent: Record<string, string> = {};
    if (request.md5) sent['content-md5'] = request.md5;
    if (request.sha256) sent['x-amz-checksum-sha256'] = request.sha256;
    return this.upload(request, sent, [
      ['partNumber', String(request.partNumber)],
      ['uploadId', request.multipartId],
    ]);
  }

  /** GET whose type and name come from our own record, whatever the uploader's headers said. */
  get(request: PresignGetRequest): Presigned {
    const life = request.stable
      ? this.stableLife(request.key, request.stable.windowSeconds)
      : this.life(request.expiresInSeconds);
    const query: [string, string][] = [];
    // Always sent: an unsigned Cache-Control of the uploader is stored by every engine.
    query.push(['response-cache-control', oneLine(request.cacheControl ?? 'private, no-store')]);
    query.push(['response-content-disposition', contentDisposition(request.disposition, request.fileName)]);
    query.push(['response-content-type', oneLine(request.contentType)]);
    const url = this.signer.signUrl({
      method: 'GET',
      path: this.path(request.key),
      headers: { host: this.signer.host },
      query,
      signedAtMs: life.signedAtMs,
      expiresInSeconds: life.signedForSeconds,
    });
    return { url, method: 'GET', headers: {}, ...life.told };
  }

  /** A form upload of exactly sizeBytes; it has no create-only condition, so its key must be a staging key. */
  postForm(request: PresignPostRequest): Presigned {
    const { signedAtMs, signedForSeconds, told } = this.life(request.expiresInSeconds);
    const { key, sizeBytes } = request;
    const own = { bucket: this.bucket, 'Content-Type': oneLine(request.contentType), key };
    const conditions = [
      ['content-length-range', sizeBytes, sizeBytes],
      ...Object.entries(own).map(([name, value]) => ({ [name]: value })),
    ];
    const fields = { ...own, ...this.signer.signPolicy(conditions, signedAtMs, signedForSeconds) };
    return { url: `${this.origin}${this.basePath}`, method: 'POST', headers: {}, fields, ...told };
  }

  private upload(
    request: { key: string; sizeBytes: number; expiresInSeconds: number },
    sent: Record<string, string>,
    query: [string, string][],
  ): Presigned {
    const { signedAtMs, signedForSeconds, told } = this.life(request.expiresInSeconds);
    // Every HTTP client sets Content-Length by itself and browsers forbid setting it: signed, not handed out.
    const headers: Record<string, string> = { 'content-length': String(request.sizeBytes) };
    let isHostDue = true;
    for (const name in sent) {
      if (isHostDue && name > 'host') {
        headers.host = this.signer.host;
        isHostDue = false;
      }
      headers[name] = sent[name] ?? '';
    }
    if (isHostDue) headers.host = this.signer.host;
    const url = this.signer.signUrl({
      method: 'PUT',
      path: this.path(request.key),
      headers,
      query,
      signedAtMs,
      expiresInSeconds: signedForSeconds,
    });
    return { url, method: 'PUT', headers: sent, ...told };
  }

  private path(key: string): string {
    return `${this.basePath}${encodePath(key)}`;
  }

  private life(wantedSeconds: number): Life {
    const signedAtMs = Math.floor(this.now() / 1000) * 1000;
    return this.capped(signedAtMs, wantedSeconds, signedAtMs);
  }

  /** The start is rounded down to a window, shifted by the key so that a gallery does not change all at once. */
  private stableLife(key: string, windowSeconds: number): Life {
    if (windowSeconds < 1 || windowSeconds > LONGEST_WINDOW_SECONDS) {
      throw new RangeError(`a stable window is 1 to ${LONGEST_WINDOW_SECONDS} s, not ${windowSeconds}`);
    }
    const windowMs = windowSeconds * 1000;
    const shiftMs = (Number.parseInt(hash('sha256', key, 'hex').slice(0, 8), 16) % windowSeconds) * 1000;
    const nowMs = this.now();
    const signedAtMs = Math.floor((nowMs - shiftMs) / windowMs) * windowMs + shiftMs;
    return this.capped(signedAtMs, windowSeconds * 2, nowMs);
  }

  /** A URL never outlives the credentials that signed it. */
  private capped(signedAtMs: number, wantedSeconds: number, nowMs: number): Life {
    const ends = this.credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    const signedForSeconds = Math.min(wantedSeconds, Math.floor((ends - signedAtMs) / 1000));
    const endsAtMs = signedAtMs + signedForSeconds * 1000;
    const expiresInSeconds = Math.floor((endsAtMs - nowMs) / 1000);
    if (wantedSeconds >= SHORTEST_LIFE_SECONDS && expiresInSeconds < SHORTEST_LIFE_SECONDS) {
      throw new StorageError({ kind: 'bad_credentials', operation: 'Presign', providerCode: 'ExpiredToken' });
    }
    return { signedAtMs, signedForSeconds, told: { expiresInSeconds, expiresAt: new Date(endsAtMs) } };
  }
}

interface Life {
  signedAtMs: number;
  signedForSeconds: number;
  told: { expiresInSeconds: number; expiresAt: Date };
}

/** Header values: controls out, runs of space to one, so that the canonical form is the form that is sent. */
function oneLine(value: string): string {
  if (/^[!-~]*$/.test(value)) return value;
  return value
    .replace(/\p{Cc}/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** One PUT URL; for many at once see createPresigner. */
export async function presignPut(request: PresignPutRequest, on?: StorageHandle): Promise<Presigned> {
  return (await createPresigner(on)).put(request);
}

/** One part URL. */
export async function presignPart(request: PresignPartRequest, on?: StorageHandle): Promise<Presigned> {
  return (await createPresigner(on)).part(request);
}

/** One download URL. */
export async function presignGet(request: PresignGetRequest, on?: StorageHandle): Promise<Presigned> {
  return (await createPresigner(on)).get(request);
}

/** One form upload. */
export async function presignPostForm(request: PresignPostRequest, on?: StorageHandle): Promise<Presigned> {
  return (await createPresigner(on)).postForm(request);
}
