import type { FileDto } from '@/lib/contracts/files';
import { type FileList, putFile, removeFiles } from './file-list';
import { applyChanges, type Change, leaves } from './pending';
import { belongsTo, compareFiles, type ViewQuery } from './view-state';

/** A list after files came to be, came back or changed: those that belong are in their place, those that no longer do are out. */
export function withArrived(list: FileList, query: ViewQuery, files: readonly FileDto[]): FileList {
  const order = compareFiles(query);
  return files.reduce((before, file) => {
    if (belongsTo(query, file)) return putFile(before, file, order);
    // Only the server knows whether a search still finds it.
    return before.files.has(file.id) && !query.q ? removeFiles(before, new Set([file.id])) : before;
  }, list);
}

/** A list after a change that the server agreed to; `known` are the files of it that are at hand, as they were before. */
export function withSettled(
  list: FileList,
  query: ViewQuery,
  change: Change,
  known: readonly FileDto[],
): FileList {
  if (leaves(query, change)) return removeFiles(list, new Set(change.ids));
  if (change.kind === 'delete') return list;
  const order = compareFiles(query);
  return known
    .map((file) => applyChanges(file, [change]))
    .filter((file) => list.files.has(file.id) || belongsTo(query, file))
    .reduce((before, file) => putFile(before, file, order), list);
}
