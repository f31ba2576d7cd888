import { api } from '@/lib/api-client/api';
import type { ZipManifest } from '@/lib/contracts/files';
import { uniqueNames } from './entry-names';

export type ZipChoice = { ids: readonly string[]; folderIds: readonly string[] };
/** The API takes at most this many ids a call. */
const idsPerCall = 500;
const foldersPerCall = 50;

/** What the archive will hold; `missing` counts chosen files that are gone. Throws ApiError. */
export async function readManifest({
  ids,
  folderIds,
}: ZipChoice): Promise<ZipManifest & { missing: number }> {
  const calls = Math.max(1, Math.ceil(ids.length / idsPerCall), Math.ceil(folderIds.length / foldersPerCall));
  const parts: ZipManifest[] = [];
  for (let call = 0; call < calls; call += 1) {
    const body = {
      ids: ids.slice(call * idsPerCall, (call + 1) * idsPerCall),
      folderIds: folderIds.slice(call * foldersPerCall, (call + 1) * foldersPerCall),
    };
    parts.push(await api('createZip', { body }));
  }
  const all = parts.flatMap(({ entries }) => entries);
  const paths = uniqueNames(all.map(({ path }) => path));
  const entries = all.map((entry, index) => ({ ...entry, path: paths[index] ?? entry.path }));
  const found = new Set(entries.map(({ id }) => id));
  return {
    name: parts[0]?.name ?? 'Sluice.zip',
    totalBytes: entries.reduce((sum, { size }) => sum + size, 0),
    entries,
    missing: ids.filter((id) => !found.has(id)).length,
  };
}
