import { z } from 'zod';
import {
  ByteCount,
  Id,
  Name,
  PageQuery,
  PictureType,
  Presign,
  ProblemDto,
  pageOf,
  SearchText,
  Text,
  Timestamp,
} from './common';
import { maxDurationSeconds, maxPreviewBytes, maxPreviewedPixels } from './previewable';

export const fileKinds = ['image', 'video', 'audio', 'document', 'data', 'archive', 'other'] as const;
export const FileKind = z.enum(fileKinds);
export type FileKind = z.infer<typeof FileKind>;

export const Checksum = z.strictObject({
  kind: z.enum(['md5', 'sha256', 'crc32c', 'etag-md5-multipart']),
  value: z.string().meta({ description: 'base64; the multipart ETag as it stands' }),
  provenBy: z.enum(['bucket', 'client']),
});
export type Checksum = z.infer<typeof Checksum>;

export const FileDto = z
  .strictObject({
    id: Id,
    version: z.number().int().meta({ description: 'Grows with every change; send as If-Match: "<version>"' }),
    name: z.string(),
    size: ByteCount,
    mime: z.string(),
    extension: z.string(),
    kind: FileKind,
    folderId: Id.nullable(),
    checksums: z.array(Checksum),
    etag: z.string(),
    width: z.number().int().optional(),
    height: z.number().int().optional(),
    durationSeconds: z.number().optional(),
    placeholder: z.string().optional().meta({ description: 'ThumbHash, base64' }),
    thumbnails: z.strictObject({ 320: z.string(), 1280: z.string() }).optional(),
    favourite: z.boolean(),
    tags: z.array(z.string()),
    versionCount: z.number().int(),
    shareCount: z.number().int(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    verifiedAt: Timestamp,
    trashedAt: Timestamp.optional(),
  })
  .meta({ id: 'File' });
export type FileDto = z.infer<typeof FileDto>;

export const FileSort = z.enum(['createdAt', 'name', 'size', 'kind']);
export type FileSort = z.infer<typeof FileSort>;

const BooleanQuery = z.enum(['true', 'false']).transform((value) => value === 'true');

export const ListFilesQuery = z.strictObject({
  ...PageQuery,
  folderId: z.union([Id, z.literal('root')]).optional(),
  kind: FileKind.optional(),
  q: SearchText.optional(),
  tag: Text.min(1).max(64).optional(),
  favourite: BooleanQuery.optional(),
  trashed: BooleanQuery.optional(),
  sort: FileSort.default('createdAt'),
  order: z
    .enum(['asc', 'desc'])
    .optional()
    .meta({ description: 'createdAt and size fall by default, name and kind rise' }),
});
export type ListFilesQuery = z.infer<typeof ListFilesQuery>;
export const FilePage = pageOf(FileDto);
export type FilePage = z.infer<typeof FilePage>;

export const TagName = Text.trim()
  .min(1)
  .max(64)
  .transform((value) => value.normalize('NFC'));

export const UpdateFile = z.strictObject({
  name: Name.optional(),
  folderId: Id.nullable().optional(),
  favourite: z.boolean().optional(),
  tags: z.array(TagName).max(50).optional(),
});
export type UpdateFile = z.infer<typeof UpdateFile>;

/** Life of a download URL a person or program may ask for, seconds. Source: SigV4's limit of 7 days. */
export const DownloadExpiresIn = z.number().int().min(60).max(604_800);
export const Disposition = z.enum(['inline', 'attachment']);

export const PresignFile = z.strictObject({
  disposition: Disposition.default('attachment'),
  expiresIn: DownloadExpiresIn.optional(),
  cacheControl: z
    .string()
    .max(100)
    .regex(/^[a-z0-9=, -]+$/i)
    .optional(),
});
export type PresignFile = z.infer<typeof PresignFile>;
export const PresignResult = z.strictObject({ presign: Presign });

export const FileIds = z.array(Id).min(1).max(500);
export const PresignFiles = z.strictObject({ ids: FileIds, expiresIn: DownloadExpiresIn.optional() });
export const PresignFilesResult = z.strictObject({
  items: z.array(
    z.union([z.strictObject({ id: Id, presign: Presign }), z.strictObject({ id: Id, error: ProblemDto })]),
  ),
});
export type PresignFilesResult = z.infer<typeof PresignFilesResult>;

export const BatchFiles = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('trash'), ids: FileIds }),
  z.strictObject({ action: z.literal('restore'), ids: FileIds }),
  z.strictObject({ action: z.literal('delete'), ids: FileIds }),
  z.strictObject({ action: z.literal('move'), ids: FileIds, folderId: Id.nullable() }),
  z.strictObject({ action: z.literal('favourite'), ids: FileIds, favourite: z.boolean() }),
  z.strictObject({
    action: z.literal('tag'),
    ids: FileIds,
    add: z.array(TagName).max(50).default([]),
    remove: z.array(TagName).max(50).default([]),
  }),
]);
export type BatchFiles = z.infer<typeof BatchFiles>;
export const BatchResult = z.strictObject({
  items: z.array(
    z.union([z.strictObject({ id: Id, ok: z.literal(true) }), z.strictObject({ id: Id, error: ProblemDto })]),
  ),
});
export type BatchResult = z.infer<typeof BatchResult>;

export const EmptyTrashResult = z.strictObject({ deleted: z.number().int(), freedBytes: ByteCount });

export const FileVersionDto = z
  .strictObject({
    number: z.number().int(),
    current: z.boolean(),
    name: z.string(),
    size: ByteCount,
    mime: z.string(),
    checksums: z.array(Checksum),
    createdAt: Timestamp,
  })
  .meta({ id: 'FileVersion' });
export type FileVersionDto = z.infer<typeof FileVersionDto>;
export const FileVersionList = z.strictObject({ items: z.array(FileVersionDto), nextCursor: z.null() });

export const FileEvent = z.strictObject({
  id: Id,
  at: Timestamp,
  action: z.string(),
  actor: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export const FileHistoryQuery = z.strictObject({ ...PageQuery });
export const FileHistory = pageOf(FileEvent);

/** Whether the stored object still is what was verified: its size and ETag are asked of the bucket again. */
export const FileCheck = z.strictObject({
  intact: z.boolean(),
  checkedAt: Timestamp,
  problem: z.enum(['missing', 'size_changed', 'content_changed']).optional(),
});
export type FileCheck = z.infer<typeof FileCheck>;

/** The content a preview was made of: it belongs to those bytes, not to what the file holds tomorrow. */
const PreviewedEtag = Text.min(1)
  .max(200)
  .meta({ description: 'ETag of the content it shows', example: '9e107d9d372bb6826bd81d3542a419d6' });

/** Preview of a video or PDF: a small picture, drawn anew before anyone sees it. */
export const CreateFilePreview = z.strictObject({
  etag: PreviewedEtag,
  size: ByteCount.min(1).max(maxPreviewBytes),
  type: PictureType,
});
export type CreateFilePreview = z.infer<typeof CreateFilePreview>;
export const CreatedFilePreview = z.strictObject({ id: Id, presign: Presign });
export type CreatedFilePreview = z.infer<typeof CreatedFilePreview>;

const Pixels = z.number().int().min(1).max(maxPreviewedPixels);
export const CompleteFilePreview = z.strictObject({
  etag: PreviewedEtag,
  id: Id.optional().meta({ description: 'Of the uploaded picture, where there is one' }),
  width: Pixels.optional().meta({ description: 'Of a video' }),
  height: Pixels.optional().meta({ description: 'Of a video' }),
  durationSeconds: z
    .number()
    .positive()
    .max(maxDurationSeconds)
    .optional()
    .meta({ description: 'Of a video or a recording', example: 83.4 }),
});
export type CompleteFilePreview = z.infer<typeof CompleteFilePreview>;

export const ZipRequest = z.strictObject({
  ids: z.array(Id).max(500).default([]),
  folderIds: z.array(Id).max(50).default([]),
});
export const ZipEntry = z.strictObject({
  id: Id,
  path: z.string().meta({ description: 'Unique inside the archive, folders joined by "/"' }),
  size: ByteCount,
  lastModified: Timestamp,
});
/** What an archive made in the browser holds; URLs come from presignFiles in windows, so that none is stale. */
export const ZipManifest = z.strictObject({
  name: z.string(),
  totalBytes: ByteCount,
  entries: z.array(ZipEntry),
});
export type ZipManifest = z.infer<typeof ZipManifest>;
