import type { Disposition } from './disposition';

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
