import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authenticate } from '@/lib/auth/authenticate';
import { handleAuth } from '@/lib/auth/handle-auth';
import { ListUsersQuery } from '@/lib/contracts/admin';
import { db } from '@/lib/platform/db';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { TestBrowser } from '@/scripts/testing/browser';
import {
  actorOf,
  auditOf,
  createPerson,
  setPolicy,
  testOrigin,
  testPassword,
} from '@/scripts/testing/people';
import { requestPasswordReset } from './password-reset';
import { getUser, listUsers, revokeUserSessions, updateUser } from './people';

beforeAll(async () => {
  await migrateRateLimits();
  await setPolicy({ authTriesPerMinute: 100_000, requestsPerMinute: 100_000 });
});
beforeEach(async () => {
  await db().user.deleteMany();
});

async function signedIn(email: string) {
  const browser = new TestBrowser(handleAuth);
  expect((await browser.signIn(email, testPassword)).status).toBe(200);
  return { browser, who: () => authenticate(browser.headers(), testOrigin()) };
}

describe('changing somebody as an admin', () => {
  it('disabling cuts every session on its next request and the way back in', async () => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    const person = await createPerson();
    const { who } = await signedIn(person.email);
    expect(await who()).not.toBeNull();
    await updateUser(admin, person.id, { status: 'disabled' });
    expect(await who()).toBeNull();
    expect((await new TestBrowser(handleAuth).signIn(person.email, testPassword)).status).toBe(401);
    await updateUser(admin, person.id, { status: 'active' });
    expect(await who()).toBeNull();
  });

  it('a new role takes effect at once and ends the sessions that had the old one', async () => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    const person = await createPerson();
    const before = await signedIn(person.email);
    expect(await updateUser(admin, person.id, { role: 'admin' })).toMatchObject({ role: 'admin' });
    expect(await before.who()).toBeNull();
    expect(await (await signedIn(person.email)).who()).toMatchObject({ role: 'admin' });
  });

  it('a new quota leaves people signed in, and is written down with what it was', async () => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    const person = await createPerson();
    const { who } = await signedIn(person.email);
    expect(await updateUser(admin, person.id, { quotaBytes: 5_000_000_000 })).toMatchObject({
      quotaBytes: 5_000_000_000,
    });
    expect(await who()).not.toBeNull();
    const row = (await auditOf('user.updated')).at(-1);
    expect(row).toMatchObject({
      actorId: admin.userId,
      targetId: person.id,
      details: { quotaBytes: { from: null, to: 5_000_000_000 } },
    });
  });

  it('changing nothing writes nothing', async () => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    const earlier = (await auditOf('user.updated')).length;
    await updateUser(admin, admin.userId, { role: 'admin', status: 'active' });
    expect(await auditOf('user.updated')).toHaveLength(earlier);
  });

  it('ends sessions on request', async () => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    const person = await createPerson();
    const { who } = await signedIn(person.email);
    await revokeUserSessions(admin, person.id);
    expect(await who()).toBeNull();
  });
});

describe('the last active admin', () => {
  it.each([{ role: 'user' as const }, { status: 'disabled' as const }])('cannot get %j', async (change) => {
    const admin = actorOf(await createPerson({ role: 'admin' }));
    await createPerson({ role: 'admin', status: 'disabled' });
    await expect(updateUser(admin, admin.userId, change)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('remains when two admins demote each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      await db().user.deleteMany();
      const [ada, bob] = [await createPerson({ role: 'admin' }), await createPerson({ role: 'admin' })];
      const results = await Promise.allSettled([
        updateUser(actorOf(ada), bob.id, { role: 'user' }),
        updateUser(actorOf(bob), ada.id, { status: 'disabled' }),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await db().user.count({ where: { role: 'admin', status: 'active' } })).toBe(1);
    }
  });
});

describe('the list of people', () => {
  const query = (given: Record<string, unknown>) => ListUsersQuery.parse(given);

  it('comes in pages that miss and repeat nobody', async () => {
    for (let i = 0; i < 7; i += 1) await createPerson({ name: `Person ${i}`, passwordHash: null });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listUsers(query({ limit: 3, ...(cursor ? { cursor } : {}) }));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  it('finds people by name, address, role and status', async () => {
    await createPerson({ name: 'Grace Hopper', email: 'amazing@navy.example', passwordHash: null });
    await createPerson({ name: 'Someone Else', role: 'admin', status: 'disabled', passwordHash: null });
    const names = async (given: Record<string, unknown>) =>
      (await listUsers(query(given))).items.map(({ name }) => name);
    expect(await names({ q: 'hopper' })).toEqual(['Grace Hopper']);
    expect(await names({ q: 'grace HOP' })).toEqual(['Grace Hopper']);
    expect(await names({ q: 'NAVY' })).toEqual(['Grace Hopper']);
    expect(await names({ role: 'admin' })).toEqual(['Someone Else']);
    expect(await names({ status: 'active' })).toEqual(['Grace Hopper']);
    expect(await names({ q: '100%' })).toEqual([]);
  });

  it('shows who waits for a reset link', async () => {
    const person = await createPerson();
    expect((await getUser(person.id)).passwordResetRequestedAt).toBeNull();
    await requestPasswordReset(testOrigin(), person.email);
    expect((await getUser(person.id)).passwordResetRequestedAt).toEqual(expect.any(String));
  });

  it('refuses a cursor that it never gave', async () => {
    await expect(listUsers(query({ cursor: 'e30' }))).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
