import 'server-only';
import { filesNamedInLists, type ShareDto } from '@/lib/contracts/shares';
import type { Prisma } from '@/lib/platform/db';
import { shareStateOf } from './share-row';

/** What a query must bring along for toShareDto; named limits the files that are read. */
export const shareInclude = (named?: number) =>
  ({
    folder: { select: { id: true, name: true, trashedAt: true } },
    items: {
      orderBy: { position: 'asc' },
      ...(named === undefined ? {} : { take: named }),
      select: { file: { select: { id: true, name: true, kind: true, sizeBytes: true, trashedAt: true } } },
    },
    _count: { select: { items: true } },
  }) satisfies Prisma.ShareInclude;
export const listInclude = shareInclude(filesNamedInLists);
export type ShareRow = Prisma.ShareGetPayload<{ include: ReturnType<typeof shareInclude> }>;

/** A slug or name as one segment of an address. */
const segment = encodeURIComponent;

function addressOf(row: ShareRow, appOrigin: string): string {
  if (row.kind === 'share') return `${appOrigin}/s/${segment(row.slug)}`;
  return `${appOrigin}/p/${segment(row.slug)}/${segment(row.items[0]?.file.name ?? 'file')}`;
}

function contentsOf(row: ShareRow): ShareDto['contents'] {
  if (row.folder) return row.folder.trashedAt ? 'trashed' : 'there';
  if (row.items.length === 0) return 'gone';
  return row.items.every(({ file }) => file.trashedAt) ? 'trashed' : 'there';
}

/** What a link is called where its owner reads about it: its folder, or its first file and how many more. */
export function titleOf(row: Pick<ShareRow, 'folder' | 'items' | '_count'>): string {
  if (row.folder) return row.folder.name;
  const more = row._count.items - 1;
  const first = row.items[0]?.file.name ?? 'nothing any more';
  return more > 0 ? `${first} and ${more} more` : first;
}

/** A share row as its owner sees it, its address under appOrigin. */
export function toShareDto(row: ShareRow, appOrigin: string): ShareDto {
  return {
    id: row.id,
    slug: row.slug,
    url: addressOf(row, appOrigin),
    kind: row.kind,
    ...(row.label ? { label: row.label } : {}),
    ...(row.folder
      ? { folder: { id: row.folder.id, name: row.folder.name, trashed: row.folder.trashedAt !== null } }
      : {
          files: row.items.map(({ file }) => ({
            id: file.id,
            name: file.name,
            kind: file.kind,
            size: Number(file.sizeBytes),
            trashed: file.trashedAt !== null,
          })),
        }),
    fileCount: row.folder ? null : row._count.items,
    passwordProtected: row.passwordHash !== null,
    allowDownload: row.allowDownload,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    maxDownloads: row.maxDownloads,
    downloads: row.downloads,
    downloadsRemaining: row.maxDownloads === null ? null : Math.max(0, row.maxDownloads - row.downloads),
    state: shareStateOf(row),
    contents: contentsOf(row),
    ...(row.note ? { note: row.note } : {}),
    createdAt: row.createdAt.toISOString(),
    ...(row.lastAccessAt ? { lastAccessAt: row.lastAccessAt.toISOString() } : {}),
  };
}
