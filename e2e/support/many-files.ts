import pg from 'pg';
import type { Person } from './people';

/** How many of the files below have "Zanzibar" in their names. */
export const rareFiles = 10;

/** Gives person so many files at once, by one statement: rows without objects, as nothing but the lists asks for. */
export async function giveManyFiles({ email }: Person, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.SLUICE_E2E_DATABASE_URL });
  await client.connect();
  await client.query(
    `INSERT INTO "File" ("id", "ownerId", "name", "extension", "mime", "kind", "sizeBytes", "objectKey", "etag",
       "createdAt", "updatedAt", "verifiedAt")
     SELECT uuidv7(), "User"."id", CASE WHEN n % ($2::int / $3::int) = 0 THEN 'Zanzibar ' ELSE 'IMG_' END || n || '.jpg',
       'jpg', 'image/jpeg', 'image', n, 'many/' || "User"."id" || '/' || n, md5(n::text), moment, moment, moment
     FROM "User", generate_series(1, $2::int) n, LATERAL (SELECT now() - make_interval(secs => n) AS moment) at
     WHERE "User"."email" = $1`,
    [email, count, rareFiles],
  );
  await client.query('ANALYZE "File"');
  await client.end();
}
