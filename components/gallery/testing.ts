import type { FileDto } from '@/lib/contracts/files';

/** An id made from a number: 7 → "00000000-0000-7000-8000-000000000007". */
export const idOf = (number: number) => `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** A plain file for tests; createdAt grows with the number. */
export function aFile(number: number, change: Partial<FileDto> = {}): FileDto {
  const time = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
  return {
    id: idOf(number),
    version: 1,
    name: `file ${number}.txt`,
    size: number * 10,
    mime: 'text/plain',
    extension: 'txt',
    kind: 'document',
    folderId: null,
    checksums: [],
    etag: 'e',
    favourite: false,
    tags: [],
    versionCount: 1,
    shareCount: 0,
    createdAt: time,
    updatedAt: time,
    verifiedAt: time,
    ...change,
  };
}
