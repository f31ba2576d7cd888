import 'server-only';
import type { Checksum, FileDto } from '@/lib/contracts/files';
import type { Prisma } from '@/lib/platform/db';
import { thumbnailKey } from '@/lib/storage/keys';
import type { Presigner } from '@/lib/storage/presign';

/** What a query must bring along for toFileDto. */
export const fileInclude = {
  tags: { select: { tag: { select: { name: true } } } },
} satisfies Prisma.FileInclude;
export type FileRow = Prisma.FileGetPayload<{ include: typeof fileInclude }>;

/** Widths of the renditions the worker makes, pixels. */
export const thumbnailWidths = [320, 1280] as const;
/** Owners' thumbnail URLs stay the same for this long, so that the browser's cache hits (RULES 10: at most 1 h). */
const stableWindowSeconds = 3600;

/** Renditions belong to the bytes, not to the file: a new version has new keys, so no cache shows the old one. */
export const objectIdOf = (objectKey: string): string => objectKey.slice(objectKey.lastIndexOf('/') + 1);

function thumbnailUrl(presigner: Presigner, objectKey: string, width: number): string {
  return presigner.get({
    key: thumbnailKey(objectIdOf(objectKey), width),
    fileName: `${width}.webp`,
    contentType: 'image/webp',
    disposition: 'inline',
    cacheControl: `private, max-age=${2 * stableWindowSeconds}, immutable`,
    expiresInSeconds: 2 * stableWindowSeconds,
    stable: { windowSeconds: stableWindowSeconds },
  }).url;
}

/** A file row as the API shows it to its owner; thumbnails are signed for at most two hours. */
export function toFileDto(row: FileRow, presigner: Presigner): FileDto {
  const [small, large] = thumbnailWidths;
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    size: Number(row.sizeBytes),
    mime: row.mime,
    extension: row.extension,
    kind: row.kind,
    folderId: row.folderId,
    checksums: row.checksums as Checksum[],
    etag: row.etag,
    ...(row.width === null ? {} : { width: row.width }),
    ...(row.height === null ? {} : { height: row.height }),
    ...(row.durationSeconds === null ? {} : { durationSeconds: row.durationSeconds }),
    ...(row.placeholder === null ? {} : { placeholder: row.placeholder }),
    ...(row.thumbnailState === 'ready'
      ? {
          thumbnails: {
            [small]: thumbnailUrl(presigner, row.objectKey, small),
            [large]: thumbnailUrl(presigner, row.objectKey, large),
          } as FileDto['thumbnails'],
        }
      : {}),
    favourite: row.favourite,
    tags: row.tags.map(({ tag }) => tag.name),
    versionCount: row.versionCount,
    shareCount: row.shareCount,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    verifiedAt: row.verifiedAt.toISOString(),
    ...(row.trashedAt ? { trashedAt: row.trashedAt.toISOString() } : {}),
  };
}
