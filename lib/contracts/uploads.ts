import { z } from 'zod';
import {
  ByteCount,
  Checksums,
  Id,
  Name,
  PageQuery,
  Presign,
  ProblemDto,
  pageOf,
  Seconds,
  Text,
  Timestamp,
} from './common';
import { FileDto } from './files';

export const uploadStates = [
  'pending',
  'uploading',
  'completing',
  'verifying',
  'ready',
  'refused',
  'expired',
  'cancelled',
] as const;
export const UploadState = z.enum(uploadStates);
export type UploadState = z.infer<typeof UploadState>;

/** Why a stored object did not become a file. */
export const refusalReasons = [
  'size_mismatch',
  'type_mismatch',
  'type_refused',
  'checksum_mismatch',
  'missing',
  'quota',
  'policy',
] as const;
export const RefusalReason = z.enum(refusalReasons);
export type RefusalReason = z.infer<typeof RefusalReason>;

export const OnConflict = z.enum(['keep-both', 'replace', 'skip', 'ask']);
export type OnConflict = z.infer<typeof OnConflict>;

/** S3's largest object through multipart as most engines take it: 5 TiB. */
const maxObjectBytes = 5 * 2 ** 40;

/** The end of the year 9999, milliseconds since 1970: what ISO 8601 writes with four digits. */
const lastMoment = 253_402_300_799_999;

export const NewUpload = z.strictObject({
  name: Name,
  size: ByteCount.max(maxObjectBytes),
  type: Text.max(255).default(''),
  clientId: z.string().min(1).max(64).optional(),
  path: z
    .string()
    .max(4096)
    .optional()
    .meta({ description: 'Folders above the file, joined by "/"; found or created' }),
  lastModified: z
    .number()
    .int()
    .min(0)
    .max(lastMoment)
    .optional()
    .meta({ description: 'Milliseconds since 1970' }),
  checksums: Checksums.optional(),
});
export type NewUpload = z.infer<typeof NewUpload>;

/** Where a part's ETag is not its MD5: the digest a client signs into each part's URL, so that the bucket checks it. */
const partDigest = z.enum(['md5', 'sha256']).optional();

/** The envelope only: each entry of `files` is checked by itself, so that one bad name spoils no other. */
export const CreateUploads = z.strictObject({
  files: z.array(z.unknown()).min(1).max(500).meta({ description: 'NewUpload, 1–500' }),
  folderId: Id.nullable().optional(),
  onConflict: OnConflict.default('keep-both'),
});
export type CreateUploads = z.infer<typeof CreateUploads>;

export const CreatedUpload = z.union([
  z.strictObject({
    clientId: z.string().optional(),
    outcome: z.literal('upload'),
    id: Id,
    state: UploadState,
    method: z.enum(['put', 'post']),
    presign: Presign,
  }),
  z.strictObject({
    clientId: z.string().optional(),
    outcome: z.literal('upload'),
    id: Id,
    state: UploadState,
    method: z.literal('multipart'),
    partSize: ByteCount,
    partCount: z.number().int(),
    partDigest,
  }),
  z.strictObject({
    clientId: z.string().optional(),
    outcome: z.enum(['duplicate', 'conflict']),
    file: FileDto,
  }),
  z.strictObject({ clientId: z.string().optional(), outcome: z.literal('skipped') }),
  z.strictObject({ clientId: z.string().optional(), outcome: z.literal('error'), error: ProblemDto }),
]);
export type CreatedUpload = z.infer<typeof CreatedUpload>;
export const CreateUploadsResult = z.strictObject({ uploads: z.array(CreatedUpload) });
export type CreateUploadsResult = z.infer<typeof CreateUploadsResult>;

export const StoredPart = z.strictObject({ partNumber: z.number().int(), size: ByteCount, etag: z.string() });
export const UploadDto = z
  .strictObject({
    id: Id,
    state: UploadState,
    reason: RefusalReason.optional(),
    name: z.string(),
    size: ByteCount,
    method: z.enum(['put', 'post', 'multipart']),
    folderId: Id.nullable(),
    fileId: Id.nullable(),
    lastModified: z.number().int().optional(),
    partSize: ByteCount.optional(),
    partCount: z.number().int().optional(),
    partDigest,
    parts: z.array(StoredPart).optional(),
    createdAt: Timestamp,
    expiresAt: Timestamp,
  })
  .meta({ id: 'Upload' });
export type UploadDto = z.infer<typeof UploadDto>;
export const ListUploadsQuery = z.strictObject({ ...PageQuery });
export const UploadPage = pageOf(UploadDto);

export const PartNumber = z.number().int().min(1).max(10_000);
export const PresignUpload = z.strictObject({
  partNumbers: z.array(PartNumber).min(1).max(100).optional(),
  checksums: z
    .record(z.string().regex(/^\d{1,5}$/), Checksums)
    .optional()
    .meta({ description: 'Per part number, signed into its URL where the endpoint honours it' }),
});
export const PresignedPart = z.strictObject({
  partNumber: PartNumber,
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  size: ByteCount,
});
export const PresignUploadResult = z.union([
  z.strictObject({ presign: Presign }),
  z.strictObject({ parts: z.array(PresignedPart), expiresIn: Seconds }),
]);
export type PresignUploadResult = z.infer<typeof PresignUploadResult>;

export const CompleteUpload = z.strictObject({
  parts: z
    .array(z.strictObject({ partNumber: PartNumber, md5: z.base64().length(24).optional() }))
    .max(10_000)
    .optional(),
  checksums: Checksums.pick({ sha256: true })
    .optional()
    .meta({ description: 'Of the whole file, for uploads in parts that could not say it earlier' }),
});
export type CompleteUpload = z.infer<typeof CompleteUpload>;
export const CompletedUpload = z.strictObject({ file: FileDto });
export const VerifyingUpload = z.strictObject({ state: z.literal('verifying') });
export const CompleteUploads = z.strictObject({ ids: z.array(Id).min(1).max(500) });
export const CompleteUploadsResult = z.strictObject({
  items: z.array(
    z.union([
      z.strictObject({ id: Id, file: FileDto }),
      z.strictObject({ id: Id, state: z.literal('verifying') }),
      z.strictObject({ id: Id, error: ProblemDto }),
    ]),
  ),
});
export type CompleteUploadsResult = z.infer<typeof CompleteUploadsResult>;
