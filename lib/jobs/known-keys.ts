import 'server-only';
import type { Tx } from '@/lib/platform/db';
import { fileKey, parseKey } from '@/lib/storage/keys';

/** Key under which the database may know an object: a rendition by the content it was made of. */
function lookupKey(key: string): string {
  const parsed = parseKey(key);
  return parsed.kind === 'thumbnail' ? fileKey(parsed.fileId) : key;
}

/** Those of keys that a row speaks for: files, versions, uploads (ended ones too), photos, the outbox, the marker. */
export async function knownKeys(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const asked = [...new Set([...keys, ...keys.map(lookupKey)])];
  const users = keys.flatMap((key) => {
    const parsed = parseKey(key);
    return parsed.kind === 'avatar' ? [parsed.userId] : [];
  });
  const rows = await tx.$queryRaw<{ key: string }[]>`
    SELECT "objectKey" AS "key" FROM "File" WHERE "objectKey" = ANY(${asked}::text[])
    UNION SELECT "objectKey" FROM "FileVersion" WHERE "objectKey" = ANY(${asked}::text[])
    UNION SELECT "uploadKey" FROM "Upload" WHERE "uploadKey" = ANY(${asked}::text[])
    UNION SELECT "objectKey" FROM "Upload" WHERE "objectKey" = ANY(${asked}::text[])
    UNION SELECT "objectKey" FROM "ObjectDeletion" WHERE "objectKey" = ANY(${asked}::text[])
    UNION SELECT "avatarKey" FROM "User" WHERE "id"::text = ANY(${users}::text[]) AND "avatarKey" IS NOT NULL`;
  const found = new Set(rows.map(({ key }) => key));
  return new Set(
    keys.filter((key) => found.has(key) || found.has(lookupKey(key)) || parseKey(key).kind === 'marker'),
  );
}
