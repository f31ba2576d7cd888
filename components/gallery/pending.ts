import type { FileDto } from '@/lib/contracts/files';
import type { ViewQuery } from './view-state';

/**
 * A change a person made that the server has not answered yet. Lists stay as the server gave them; pending changes are
 * laid over them to draw. So a failure is undone by dropping the change, whatever else happened in between.
 */
export type Change = { readonly ids: readonly string[] } & (
  | { readonly kind: 'delete' }
  | { readonly kind: 'patch'; readonly patch: FilePatch }
  | { readonly kind: 'tag'; readonly add: readonly string[]; readonly remove: readonly string[] }
);
/** `trashedAt: null` restores. */
type FilePatch = Partial<Pick<FileDto, 'name' | 'folderId' | 'favourite'>> & {
  trashedAt?: string | null;
};

/** The file as it will be when changes are done. A deleted one stays as it was: `leaves` takes it out of sight. */
export function applyChanges(file: FileDto, changes: readonly Change[]): FileDto {
  let result = file;
  for (const change of changes) {
    if (!change.ids.includes(file.id) || change.kind === 'delete') continue;
    result =
      change.kind === 'tag' ? { ...result, tags: retag(result.tags, change) } : patched(result, change.patch);
  }
  return result;
}

/** Whether change takes the files it names out of a list that showed them. */
export function leaves(query: ViewQuery, change: Change): boolean {
  if (change.kind === 'delete') return true;
  if (change.kind === 'tag') return query.tag !== undefined && change.remove.includes(query.tag);
  const { trashedAt, folderId, favourite } = change.patch;
  if (trashedAt !== undefined && (trashedAt !== null) !== (query.trashed === 'true')) return true;
  if (folderId !== undefined && query.folderId !== undefined && (folderId ?? 'root') !== query.folderId)
    return true;
  return favourite === false && query.favourite === 'true';
}

function patched(file: FileDto, { trashedAt, ...rest }: FilePatch): FileDto {
  const { trashedAt: before, ...kept } = file;
  const after = trashedAt === undefined ? before : (trashedAt ?? undefined);
  return { ...kept, ...rest, ...(after === undefined ? {} : { trashedAt: after }) };
}

/** Tags after taking some away and adding others, in alphabetical order as the API gives them. */
function retag(
  tags: readonly string[],
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
) {
  const kept = tags.filter((tag) => !remove.includes(tag));
  return [...new Set([...kept, ...add])].sort((a, b) => a.localeCompare(b));
}
