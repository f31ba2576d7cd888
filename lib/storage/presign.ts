import 'server-only';
import { defaultStorage, type StorageCredentials, type StorageHandle } from './client';
import { type CloudFront, signForCloudFront } from './cloudfront';
import type { StorageConfig } from './config';
import { contentDisposition } from './disposition';
import { planLife, planStableLife } from './life';
import type {
  Presigned,
  PresignGetRequest,
  PresignPartRequest,
  PresignPostRequest,
  PresignPutRequest,
} from './presigned';
import { Signer } from './signer';
import { encodePath } from './uri';

export type { Presigned, UploadChecksums } from './presigned';

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
  private readonly cloudFront: CloudFront | undefined;
  /** Whether downloads go through a CDN, which may keep what Cache-Control lets it. */
  readonly viaEdge: boolean;

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
    this.cloudFront = config.cloudFront;
    this.viaEdge = config.cloudFront !== undefined;
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

  /**
   * GET whose type and name come from our own record, whatever the uploader's headers said. Through CloudFront where
   * that is configured: its key pair does not end, so the credentials' end does not count there.
   */
  get(request: PresignGetRequest): Presigned {
    const { key, stable } = request;
    const of = this.cloudFront ? { nowMs: this.now() } : this.lifeOf();
    const life = stable
      ? planStableLife(key, stable.windowSeconds, of)
      : planLife(request.expiresInSeconds, of);
    const query: [string, string][] = [
      // All always sent: engines store whatever unsigned headers an uploader adds. An encoding cannot be taken back,
      // only named as none.
      ['response-cache-control', oneLine(request.cacheControl ?? 'private, no-store')],
      ['response-content-disposition', contentDisposition(request.disposition, request.fileName)],
      ['response-content-encoding', 'identity'],
      ['response-content-type', oneLine(request.contentType)],
    ];
    const url = this.cloudFront
      ? signForCloudFront({ key, query, expiresAt: life.told.expiresAt }, this.cloudFront)
      : this.signer.signUrl({
          method: 'GET',
          path: this.path(key),
          headers: { host: this.signer.host },
          query,
          signedAtMs: life.signedAtMs,
          expiresInSeconds: life.signedForSeconds,
        });
    return { url, method: 'GET', headers: {}, ...life.told };
  }

  /** A form upload of exactly sizeBytes; it has no create-only condition, so its key must be a staging key. */
  postForm(request: PresignPostRequest): Presigned {
    const { signedAtMs, signedForSeconds, told } = planLife(request.expiresInSeconds, this.lifeOf());
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
    const { signedAtMs, signedForSeconds, told } = planLife(request.expiresInSeconds, this.lifeOf());
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

  private lifeOf() {
    return { nowMs: this.now(), endsAt: this.credentials.expiration };
  }

  private path(key: string): string {
    return `${this.basePath}${encodePath(key)}`;
  }
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
