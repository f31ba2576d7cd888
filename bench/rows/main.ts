import pg from 'pg';
import { disconnect } from '@/lib/platform/db';
import { seedManyFiles } from '@/scripts/testing/many-files';
import { createPerson } from '@/scripts/testing/people';
import { startTestServices } from '@/scripts/testing/services';
import { TEMPLATE } from '@/scripts/testing/template';

/** What a file costs in PostgreSQL: bytes of its row and of each index, at so many files. */
const files = Number(process.argv[2] ?? 200_000);

const { services, stop } = await startTestServices();
const url = new URL(services.databaseUrl);
url.pathname = `/${TEMPLATE}`;
process.env.DATABASE_URL = url.toString();
process.env.SLUICE_SECRET = 'a secret for this measurement only';
const client = new pg.Client({ connectionString: url.toString() });
try {
  await client.connect();
  const person = await createPerson({ passwordHash: null });
  await seedManyFiles(client, person.id, files);
  const { rows } = await client.query<{ name: string; bytes: string }>(
    `SELECT 'row of File' AS name, pg_table_size('"File"') AS bytes
     UNION ALL SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) FROM pg_index WHERE indrelid = '"File"'::regclass
     ORDER BY 2 DESC`,
  );
  let total = 0;
  for (const { name, bytes } of rows) {
    total += Number(bytes);
    console.log(`${(Number(bytes) / files).toFixed(0).padStart(6)} bytes a file  ${name}`);
  }
  console.log(
    `${(total / files).toFixed(0).padStart(6)} bytes a file, ${(((total / files) * 1e9) / 1e12).toFixed(2)} TB for a billion`,
  );
} finally {
  await client.end();
  await disconnect();
  await stop();
}
