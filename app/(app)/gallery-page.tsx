import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { folderKey } from '@/components/gallery/folders';
import { Gallery } from '@/components/gallery/gallery';
import { firstPageSize } from '@/components/gallery/page-sizes';
import { gridCookie, parseGridPreference } from '@/components/gallery/preferences';
import { type Place, parseView, shelfQueryOf, toListQuery, viewKey } from '@/components/gallery/view-state';
import type { UserActor } from '@/lib/access/actor';
import { requireUser } from '@/lib/auth/current';
import { AppError } from '@/lib/contracts/errors';
import { getFolder, listFolders } from '@/lib/files/folders';
import { listFiles } from '@/lib/files/list-files';

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The gallery of a place with its first page in the HTML: boxes and pictures are known before any script runs. */
export async function GalleryPage({ place, searchParams }: { place: Place; searchParams: SearchParams }) {
  const actor = await requireUser();
  const view = parseView(toSearch(await searchParams), place);
  const query = toListQuery(view);
  const [page, shelf, jar] = await Promise.all([
    listFiles(actor, {
      ...query,
      favourite: query.favourite === 'true' ? true : undefined,
      trashed: query.trashed === 'true',
      limit: firstPageSize,
    }),
    readShelf(actor, shelfQueryOf(view)),
    cookies(),
  ]).catch(missingIsNotFound);
  return (
    <Gallery
      place={place}
      files={{ key: viewKey(view), page }}
      folders={{ key: folderKey(shelfQueryOf(view)), shelf }}
      preference={parseGridPreference(jar.get(gridCookie)?.value)}
    />
  );
}

async function readShelf(actor: UserActor, query: { parentId?: string; q?: string }) {
  const { parentId } = query;
  const [{ items }, folder] = await Promise.all([
    listFolders(actor, query),
    parentId && parentId !== 'root' ? getFolder(actor, parentId) : null,
  ]);
  return { items, folder };
}

/** A folder that is gone, or somebody else's, is one and the same page. */
function missingIsNotFound(error: unknown): never {
  if (error instanceof AppError && error.code === 'not_found') notFound();
  throw error;
}

/** The first value of each parameter, as URLSearchParams.get would see it. */
function toSearch(params: Awaited<SearchParams>): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) search.set(name, first);
  }
  return search;
}
