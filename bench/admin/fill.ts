import { db } from '@/lib/platform/db';

const letters = "array['Ada','Grace','Alan','Edsger','Barbara','Donald','Radia','Ken','Margaret','Tim']";
const syllables =
  "array['ba','chi','den','el','fo','gar','hu','is','jo','ker','lin','mo','nar','os','pe','quin','ro','sta','tu','ver']";
const syllable = (divisor: number) => `(${syllables})[1 + (n / ${divisor}) % 20]`;
/** Some 400 given and 8,000 family names; every 50th person is an Ada, every 20th a Lovelace, every 100th a Thompson. */
const givenName = `CASE WHEN n % 50 = 20 THEN 'Ada' ELSE initcap(${syllable(1)} || ${syllable(20)}) END`;
const familyName = `CASE WHEN n % 20 = 5 THEN 'Lovelace' WHEN n % 100 = 70 THEN 'Thompson'
  ELSE initcap(${syllable(7)} || ${syllable(140)} || ${syllable(2800)}) END`;

/** People numbered from..to with names, addresses, roles and states spread as in a real directory. */
export async function fillUsers(from: number, to: number): Promise<void> {
  await db().$executeRawUnsafe(`
    INSERT INTO "User" ("id", "email", "name", "role", "status", "createdAt", "updatedAt")
    SELECT gen_random_uuid(), lower((${letters})[1 + n % 10]) || '.' || n || '@example.com',
      ${givenName} || ' ' || ${familyName} || ' ' || n,
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
