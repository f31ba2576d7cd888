import 'server-only';
import type { RefusalReason, UploadDto } from '@/lib/contracts/uploads';
import type { Prisma } from '@/lib/platform/db';
import type { UploadedPart } from '@/lib/storage/multipart';

export type UploadRow = Prisma.UploadGetPayload<object>;

/** An upload row as the API shows it; parts as the bucket has them, for multipart uploads under way. */
export function toUploadDto(
  row: UploadRow,
  { parts, partDigest }: { parts?: UploadedPart[]; partDigest?: 'md5' | 'sha256' | null } = {},
): UploadDto {
  return {
    id: row.id,
    state: row.state,
    ...(row.reason ? { reason: row.reason as RefusalReason } : {}),
    name: row.name,
    size: Number(row.sizeBytes),
    method: row.method,
    folderId: row.folderId,
    fileId: row.fileId,
    ...(row.lastModified ? { lastModified: row.lastModified.getTime() } : {}),
    ...(row.partSizeBytes === null ? {} : { partSize: Number(row.partSizeBytes) }),
    ...(row.partCount === null ? {} : { partCount: row.partCount }),
    ...(partDigest ? { partDigest } : {}),
    ...(parts
      ? { parts: parts.map(({ partNumber, sizeBytes, etag }) => ({ partNumber, size: sizeBytes, etag })) }
      : {}),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
