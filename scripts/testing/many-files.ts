import pg from 'pg';

/**
 * One statement that fills $1's gallery with $2 files: photographs mostly, named IMG_…, a hundred folders, three
 * tags, a fiftieth in the trash. Whatever the size: ten files hold a rare word, a hundred are favourites, a hundred begin
 * with two Japanese letters and a hundred hold three.
 */
const seedGallery = `
WITH folder AS (
  INSERT INTO "Folder" ("id", "ownerId", "name", "nameKey", "parentKey", "updatedAt")
  SELECT uuidv7(), $1::uuid, 'Album ' || n, 'Album ' || n, $1::uuid, now() FROM generate_series(1, 100) n
  RETURNING "id", "name"
), tag AS (
  INSERT INTO "Tag" ("id", "ownerId", "name")
  SELECT uuidv7(), $1::uuid, name FROM unnest(ARRAY['family', 'work', '旅行']) name RETURNING "id", "name"
), file AS (
  INSERT INTO "File" ("id", "ownerId", "folderId", "name", "extension", "mime", "kind", "sizeBytes", "objectKey", "etag",
    "favourite", "width", "height", "createdAt", "updatedAt", "verifiedAt", "trashedAt")
  SELECT uuidv7(), $1::uuid, folder."id", named.name, named.extension, named.mime, named.kind::"FileKind",
    1000 + (n * 7919::bigint) % 5000000, 'bench/' || $1::text || '/' || n, md5(n::text),
    n % ($2::int / 100) = 1, 4032, 3024, moment, moment, moment, CASE WHEN n % 50 = 0 THEN now() END
  FROM generate_series(1, $2::int) n
  CROSS JOIN LATERAL (SELECT now() - make_interval(secs => n * 37) AS moment) at
  CROSS JOIN LATERAL (SELECT * FROM (VALUES
    (n % ($2::int / 10) = 3, 'Zanzibar sunset ' || n || '.jpg', 'jpg', 'image/jpeg', 'image'),
    (n % ($2::int / 100) = 7, '写真 ' || n || '.heic', 'heic', 'image/heic', 'image'),
    (n % ($2::int / 100) = 8, '家族の写真館 ' || n || '.heic', 'heic', 'image/heic', 'image'),
    (n % 10 = 9, 'Invoice ' || n || ' final.pdf', 'pdf', 'application/pdf', 'document'),
    (n % 10 = 1, 'clip-' || md5(n::text) || '.mp4', 'mp4', 'video/mp4', 'video'),
    (true, 'IMG_' || n || '.jpg', 'jpg', 'image/jpeg', 'image')
  ) choice (fits, name, extension, mime, kind) WHERE fits LIMIT 1) named
  LEFT JOIN folder ON n % 2 = 0 AND folder."name" = 'Album ' || (n / 2 % 100 + 1)
  RETURNING "id"
)
INSERT INTO "FileTag" ("fileId", "tagId")
SELECT file."id", tag."id" FROM file JOIN tag ON CASE tag."name"
  WHEN 'family' THEN hashtext(file."id"::text) % 3 = 0 WHEN 'work' THEN hashtext(file."id"::text) % 50 = 1
  ELSE hashtext(file."id"::text) % 1000 = 2 END`;

/**
 * Runs the statement for a person of the database, with the indexes of files laid aside: they are made anew afterwards,
 * as a restored database would.
 */
export async function seedManyFiles(client: pg.Client, ownerId: string, files: number): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'File' AND indexdef NOT LIKE 'CREATE UNIQUE%'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${pg.escapeIdentifier(name)}`);
  await client.query(seedGallery, [ownerId, files]);
  for (const { definition } of rows) await client.query(definition);
  await client.query('ANALYZE');
}
