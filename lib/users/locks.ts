import 'server-only';
import type { Tx } from '@/lib/platform/db';

/** Until tx ends, nobody else decides whether this installation has its first person. */
export async function lockSetUp(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('sluice:set-up', 0))`;
}

/** Until tx ends, nobody else takes an admin away: two admins who demote each other at once would leave none. */
export async function lockAdmins(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('sluice:admins', 0))`;
}

/** Until tx ends, nobody else links this identity: a double click signs up one person. */
export async function lockIdentity(tx: Tx, identity: { issuer: string; subject: string }): Promise<void> {
  const name = JSON.stringify(['sluice:identity', identity.issuer, identity.subject]);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
