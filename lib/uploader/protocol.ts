/** The wire shapes of the upload API. Sizes in bytes, hashes in base64 as in the headers of HTTP and S3. */

export type OnConflict = 'keep-both' | 'replace' | 'skip' | 'ask';

type ServerUploadState =
  | 'pending'
  | 'uploading'
  | 'completing'
  | 'verifying'
  | 'ready'
  | 'refused'
  | 'expired'
  | 'cancelled';

/** RFC 9457 problem details with our stable `code`. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  code: string;
  detail?: string;
  requestId?: string;
  errors?: { path: string; message: string }[];
}

export interface Checksums {
  md5?: string;
  sha256?: string;
  crc32c?: string;
}

/** What has to be signed into each part's URL where the ETag of a part is not its MD5. */
export type PartDigestKind = 'md5' | 'sha256';

/** One signed request. The client sends exactly `headers`; `fields` (before the file) make it a form POST. */
export interface Presign {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  fields?: Record<string, string>;
  expiresIn: number;
  expiresAt?: string;
}

/** The engine needs the id and the name of a file; everything else the server says travels through untouched. */
export interface RemoteFile {
  id: string;
  name: string;
  [field: string]: unknown;
}

export interface CreateFile {
  name: string;
  size: number;
  type: string;
  clientId: string;
  /** The dropped folders above the file, `/` between them, without the file's name: `Photos/2024`. */
  path?: string;
  /** When the file was last changed on the person's disk, ms since 1970. */
  lastModified?: number;
  checksums?: Checksums;
}

export interface CreateRequest {
  files: CreateFile[];
  folderId?: string;
  onConflict?: OnConflict;
}

export type CreateOutcome =
  | {
      clientId?: string;
      outcome: 'upload';
      id: string;
      state: ServerUploadState;
      method: 'put' | 'post';
      presign: Presign;
    }
  | {
      clientId?: string;
      outcome: 'upload';
      id: string;
      state: ServerUploadState;
      method: 'multipart';
      partSize: number;
      partCount: number;
      partDigest?: PartDigestKind;
    }
  | { clientId?: string; outcome: 'duplicate' | 'conflict'; file: RemoteFile }
  | { clientId?: string; outcome: 'skipped' }
  | { clientId?: string; outcome: 'error'; error: Problem };

export interface CreateResponse {
  uploads: CreateOutcome[];
}

export interface RemotePart {
  partNumber: number;
  size: number;
  etag: string;
}

/** An upload as the server sees it; `parts` are those the bucket has. */
export interface RemoteUpload {
  id: string;
  state: ServerUploadState;
  name: string;
  size: number;
  reason?: string;
  folderId?: string | null;
  lastModified?: number;
  partSize?: number;
  partCount?: number;
  partDigest?: PartDigestKind;
  parts?: RemotePart[];
  file?: RemoteFile;
}

export interface UploadPage {
  items: RemoteUpload[];
  nextCursor?: string | null;
}

export interface SignedPart {
  partNumber: number;
  url: string;
  headers?: Record<string, string>;
  size: number;
}

export type PresignResponse = { presign: Presign } | { parts: SignedPart[]; expiresIn: number };

export interface PartDigest {
  partNumber: number;
  md5?: string;
}

/** MD5s of parts for the server to compare, and what is known of the whole. */
export interface CompleteRequest {
  parts?: PartDigest[];
  checksums?: Pick<Checksums, 'sha256'>;
}

/** `verifying` is the 202: ask again after `retryAfterMs`. */
export type CompleteResult =
  | { outcome: 'ready'; file: RemoteFile }
  | { outcome: 'verifying'; retryAfterMs: number }
  | { outcome: 'error'; error: Problem };
