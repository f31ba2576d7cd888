import { randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import type { Origin, UserActor } from '@/lib/access/actor';
import { sessionCookieName } from '@/lib/auth/cookie';
import { Policy } from '@/lib/contracts/policy';
import type { User } from '@/lib/generated/prisma/client';
import { db, transaction } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { hashPassword } from '@/lib/platform/passwords';
import { putSetting } from '@/lib/platform/settings';

export const testPassword = 'correct horse battery staple';

/** Where a test's request comes from; another address for each call unless told. */
export const testOrigin = (address = `10.${octet()}.${octet()}.${octet()}`): Origin => ({
  requestId: randomUUID(),
  address,
  userAgent: 'test',
});
const octet = () => Math.floor(Math.random() * 256);

/** A new person with the password testPassword. */
export async function createPerson(given: Partial<User> = {}): Promise<User> {
  const email = given.email ?? `person-${randomUUID()}@example.com`;
  const passwordHash =
    given.passwordHash === undefined ? await hashPassword(testPassword) : given.passwordHash;
  return db().user.create({ data: { name: 'Ada Lovelace', ...given, email, passwordHash } });
}

/** person as the actor of a request, signed in with sessionId. */
export function actorOf(person: User, sessionId: string | null = null): UserActor {
  const { id, email, name, role } = person;
  return { type: 'user', userId: id, email, name, role, sessionId, token: null, origin: testOrigin() };
}

/** Signs person in without a password; the header that their browser sends from then on. */
export async function sessionCookieOf(person: User): Promise<string> {
  const expiresAt = new Date(Date.now() + 3_600_000);
  const row = { userId: person.id, address: '127.0.0.1', userAgent: 'test', expiresAt };
  const session = await db().session.create({ data: row });
  const secret = env().SLUICE_SECRET ?? '';
  return `${sessionCookieName()}=${await encode({ token: { sid: session.id }, secret })}`;
}

/** Puts a policy in force for this test's database: the defaults with the given values. */
export async function setPolicy(given: Partial<Policy>): Promise<void> {
  const value = Policy.parse(given);
  await transaction((tx) => putSetting(tx, { key: 'policy', value }));
}

/** Audit rows of an action, the oldest first. */
export function auditOf(action: string) {
  return db().auditEvent.findMany({ where: { action }, orderBy: { at: 'asc' } });
}

/** What a person's storage account says, bytes. */
export async function accountOf({
  userId,
}: UserActor): Promise<{ usedBytes: number; reservedBytes: number }> {
  const { usedBytes, reservedBytes } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  return { usedBytes: Number(usedBytes), reservedBytes: Number(reservedBytes) };
}
