import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PlainError } from '../plain-error';

const count = z.number().int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One table: a line of its file is a JSON array with a row's values as PostgreSQL writes them, null for NULL. */
const TableEntry = z.strictObject({ name: z.string(), columns: z.array(z.string()), rows: count, sha256 });
export type TableEntry = z.infer<typeof TableEntry>;

/**
 * What a backup holds. Written last: a folder without it is a backup that did not end. docs/operating.md describes the
 * format for people.
 */
export const Manifest = z.strictObject({
  format: z.literal('sluice-backup'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  installation: z.strictObject({ id: z.uuid(), epoch: count }),
  bucket: z.strictObject({ name: z.string(), prefix: z.string() }),
  migrations: z.array(z.string()).min(1),
  tables: z.array(TableEntry),
  objects: z.strictObject({
    count,
    bytes: count,
    sha256,
    /** Whether the contents lie in the folder `objects` beside the backup. */
    areCopied: z.boolean(),
    /** Rows of files whose object was not there, or of another size. */
    missing: count,
  }),
});
export type Manifest = z.infer<typeof Manifest>;

export const manifestFile = (backup: string) => path.join(backup, 'manifest.json');
export const tableFile = (backup: string, table: string) => path.join(backup, 'tables', `${table}.jsonl`);
export const objectListFile = (backup: string) => path.join(backup, 'objects.jsonl');
export const secretFile = (backup: string) => path.join(backup, 'secret.json');
/** Contents are shared by all backups of one folder: an object is copied once. */
export const contentFolder = (backup: string) => path.join(path.dirname(path.resolve(backup)), 'objects');

/** The manifest of a backup. Throws PlainError when the folder holds none, or one of a later format. */
export function readManifest(backup: string): Manifest {
  const file = manifestFile(backup);
  if (!existsSync(file))
    throw new PlainError(`${backup} holds no manifest.json: it is no backup, or one that did not end.`);
  try {
    return Manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new PlainError(`${file} cannot be read by this version of Sluice.`, { cause });
  }
}
