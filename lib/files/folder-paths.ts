import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import { nameProblem } from '@/lib/contracts/common';
import { invalidRequest } from '@/lib/contracts/errors';
import type { Tx } from '@/lib/platform/db';

/** Folder names of a dropped path "a/b/c", NFC. Throws invalid_request for a name no folder may have. */
export function splitFolderPath(path: string): string[] {
  const names = path
    .split('/')
    .filter((name) => name.length > 0)
    .map((name) => name.normalize('NFC'));
  const problem = names.map(nameProblem).find((found) => found !== null);
  if (problem) throw invalidRequest([{ path: 'path', message: problem }]);
  if (names.length > 32)
    throw invalidRequest([{ path: 'path', message: 'A dropped folder can be 32 levels deep at most.' }]);
  return names;
}

type FindOrCreate = { ownerId: string; baseId: string | null; paths: string[][] };

/**
 * Ids of the folders that paths name below baseId, made where missing; keyed by the names joined with "/".
 * Runs under the owner's lock in the caller's transaction, so that two drops at once share their folders.
 */
export async function findOrCreateFolders(
  tx: Tx,
  { ownerId, baseId, paths }: FindOrCreate,
): Promise<Map<string, string | null>> {
  const ids = new Map<string, string | null>([['', baseId]]);
  const wanted = new Set(
    paths.flatMap((names) => names.map((_name, index) => names.slice(0, index + 1).join('/'))),
  );
  for (const path of [...wanted].sort((a, b) => a.split('/').length - b.split('/').length)) {
    const names = path.split('/');
    const name = names.at(-1) ?? '';
    const parentId = ids.get(names.slice(0, -1).join('/')) ?? null;
    const where = { ownerId, parentKey: parentId ?? ownerId, nameKey: name };
    const found = await tx.folder.findUnique({ where: { ownerId_parentKey_nameKey: where } });
    const folder = found ?? (await tx.folder.create({ data: { id: uuidv7(), ...where, parentId, name } }));
    ids.set(path, folder.id);
  }
  return ids;
}
