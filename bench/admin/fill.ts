import { db } from '@/lib/platform/db';

const letters = "array['Ada','Grace','Alan','Edsger','Barbara','Donald','Radia','Ken','Margaret','Tim']";
const names =
  "array['Lovelace','Hopper','Turing','Dijkstra','Liskov','Knuth','Perlman','Thompson','Hamilton','Lee']";

/** People numbered from..to with names, addresses, roles and states spread as in a real directory. */
export async function fillUsers(from: number, to: number): Promise<void> {
  await db().$executeRawUnsafe(`
    INSERT INTO "User" ("id", "email", "name", "role", "status", "createdAt", "updatedAt")
    SELECT gen_random_uuid(), lower((${letters})[1 + n % 10]) || '.' || n || '@example.com',
      (${letters})[1 + n % 10] || ' ' || (${names})[1 + (n / 10) % 10] || ' ' || n,
      (CASE WHEN n % 500 = 0 THEN 'admin' ELSE 'user' END)::"Role",
      (CASE WHEN n % 100 = 1 THEN 'disabled' ELSE 'active' END)::"UserStatus",
      now() - make_interval(secs => 5000000 - n), now()
    FROM generate_series(${from}, ${to - 1}) n`);
  await db().$executeRawUnsafe('VACUUM ANALYZE "User"');
}

/** Events numbered from..to over the months that have partitions, by 200 actors, on few targets each. */
export async function fillAudit(from: number, to: number): Promise<void> {
  await db().$executeRawUnsafe(`
    INSERT INTO "AuditEvent" ("id", "at", "action", "actorType", "actorId", "actorText", "targetType", "targetId",
      "targetText", "address", "userAgent", "requestId", "details")
    SELECT gen_random_uuid(), now() - make_interval(secs => 5000000 - n),
      (array['file.uploaded','file.trashed','session.started','share.created','file.link_signed'])[1 + n % 5],
      'user', ('00000000-0000-7000-8000-' || lpad((n % 200)::text, 12, '0'))::uuid, 'ada.' || n % 200 || '@example.com',
      'file', ('00000000-0000-7000-8000-' || lpad((n / 4)::text, 12, '0'))::uuid, 'report ' || n || '.pdf',
      '10.0.' || (n / 256) % 256 || '.' || n % 256, 'Mozilla/5.0 (X11; Linux x86_64)', 'r' || n, '{"sizeBytes": 1000}'
    FROM generate_series(${from}, ${to - 1}) n`);
  await db().$executeRawUnsafe('VACUUM ANALYZE "AuditEvent"');
}
