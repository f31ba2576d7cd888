import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Somebody with a file, in plain SQL: today's client does not fit a database of an older version. */
export async function fillOlderDatabase(databaseUrl: string): Promise<{ email: string }> {
  const [id, email] = [randomUUID(), `${randomUUID()}@example.com`];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO "Setting" ("key", "value", "updatedAt") VALUES ('installation', $1, now())`,
      [JSON.stringify({ id: randomUUID(), epoch: 1 })],
    );
    await client.query(
      `INSERT INTO "User" ("id", "email", "name", "updatedAt") VALUES ($1, $2, 'Ada Lovelace', now())`,
      [id, email],
    );
    await client.query(
      `INSERT INTO "File" ("id", "ownerId", "name", "extension", "mime", "kind", "sizeBytes", "objectKey", "etag",
         "updatedAt", "verifiedAt")
       VALUES ($1, $2, 'from before', '', 'text/plain', 'document', 5, $3, 'e', now(), now())`,
      [randomUUID(), id, `files/${id}`],
    );
    await client.query(
      `INSERT INTO "AuditEvent" ("id", "action", "actorType", "actorText") VALUES ($1, 'file.uploaded', 'user', $2)`,
      [randomUUID(), email],
    );
  } finally {
    await client.end();
  }
  return { email };
}
