/** Checksums by S3 algorithm name in lower case (`sha256`, `crc32c`, …), base64, as in `x-amz-checksum-*`. */
export type Checksums = Partial<Record<ChecksumAlgorithm, string>>;
export const checksumAlgorithms = ['sha256', 'sha1', 'crc32', 'crc32c', 'crc64nvme'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

/** One immutable file of a segment set; `sizeBytes` from its start are content. */
export interface Segment {
  partNumber: number;
  file: string;
  sizeBytes: number;
}

/** What is known of an object. Stored in the index and, as the truth, at the end of the object's own file. */
export interface ObjectRecord {
  kind: 'object';
  bucket: string;
  key: string;
  sizeBytes: number;
  etag: string;
  modifiedMs: number;
  /** Headers given back on GET: content-type and the like, and x-amz-meta-*. */
  headers: Record<string, string>;
  checksums: Checksums;
  checksumType?: ChecksumType;
  /** Where the content lies when it is not in the object's own file. */
  segments?: { set: string; files: Segment[] };
}

/** A stored object: its record and the id under which its file lies. */
export interface StoredObject {
  id: number;
  record: ObjectRecord;
}

export interface UploadRecord {
  kind: 'upload';
  uploadId: string;
  bucket: string;
  key: string;
  initiatedMs: number;
  headers: Record<string, string>;
  checksumAlgorithm?: ChecksumAlgorithm;
  checksumType?: ChecksumType;
}

export interface PartRecord {
  kind: 'part';
  partNumber: number;
  sizeBytes: number;
  etag: string;
  modifiedMs: number;
  checksums: Checksums;
}

export interface StoredPart {
  file: string;
  record: PartRecord;
}

export interface CorsRule {
  id?: string;
  origins: string[];
  methods: string[];
  headers: string[];
  exposeHeaders: string[];
  maxAgeSeconds?: number;
}

export interface BucketRecord {
  name: string;
  createdMs: number;
  cors?: CorsRule[];
}
