import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { CreateInvite } from '@/lib/contracts/admin';
import { db } from '@/lib/platform/db';
import { actorOf, createPerson, setPolicy, testOrigin, testPassword } from '@/scripts/testing/people';
import { acceptInvite, createInvite, findOpenInvite, listInvites, revokeInvite } from './invites';
import { register } from './register';

const person = (email: string) => ({ name: 'New Person', email, password: testPassword });
const accept = (token: string, email = 'new@example.com') =>
  acceptInvite({ token, body: person(email), origin: testOrigin() });
const unavailable = { code: 'link_unavailable' };

let admin: UserActor;
beforeAll(async () => {
  admin = actorOf(await createPerson({ role: 'admin' }));
});
beforeEach(async () => {
  await setPolicy({ registration: 'invite', defaultQuotaBytes: 1_000_000 });
  await db().user.deleteMany({ where: { id: { not: admin.userId } } });
});
const invite = (given: Record<string, unknown> = {}) => createInvite(admin, CreateInvite.parse(given));

describe('an invitation', () => {
  it('makes one account with its role and quota, and is used up', async () => {
    const { invite: made, token } = await invite({ role: 'admin', quotaBytes: null });
    expect(await findOpenInvite(token)).toEqual({ email: null });
    const me = await accept(token);
    expect(me).toMatchObject({ user: { role: 'admin' }, usage: { quotaBytes: null } });
    expect(await findOpenInvite(token)).toBeNull();
    await expect(accept(token, 'again@example.com')).rejects.toMatchObject(unavailable);
    const listed = (await listInvites()).find(({ id }) => id === made.id);
    expect(listed).toMatchObject({ state: 'accepted' });
    expect(JSON.stringify(await db().invite.findMany({ where: { id: made.id } }), text)).not.toContain(token);
  });

  it('carries the default quota unless told otherwise', async () => {
    expect((await accept((await invite()).token)).usage.quotaBytes).toBe(1_000_000);
  });

  it('for one address is for that address', async () => {
    const { token } = await invite({ email: 'Ada@Example.com' });
    await expect(accept(token, 'eve@example.com')).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await accept(token, 'ada@example.com')).user.email).toBe('ada@example.com');
  });

  it('works once when five accept it at the same time', async () => {
    const { token } = await invite();
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) => accept(token, `guest${i}@example.com`)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject(unavailable);
    }
    expect(await db().user.count({ where: { email: { startsWith: 'guest' } } })).toBe(1);
  });

  it('is unavailable in the same words when unknown, expired, withdrawn or used', async () => {
    const expired = await invite();
    await db().invite.update({ where: { id: expired.invite.id }, data: { expiresAt: new Date(0) } });
    const revoked = await invite();
    await revokeInvite(admin, revoked.invite.id);
    await revokeInvite(admin, revoked.invite.id);
    const details = new Set<string>();
    for (const token of ['x'.repeat(43), expired.token, revoked.token]) {
      const error = await accept(token).catch((thrown) => thrown);
      expect(error).toMatchObject(unavailable);
      details.add(error.detail);
    }
    expect(details.size).toBe(1);
  });

  it('stays open when the address is taken', async () => {
    const taken = await createPerson();
    const { token } = await invite();
    await expect(accept(token, taken.email)).rejects.toMatchObject({ code: 'conflict' });
    expect(await findOpenInvite(token)).not.toBeNull();
  });

  it('cannot be withdrawn once accepted', async () => {
    const { invite: made, token } = await invite();
    await accept(token);
    await expect(revokeInvite(admin, made.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is neither made nor taken while registration is closed', async () => {
    const { token } = await invite();
    await setPolicy({ registration: 'closed' });
    await expect(invite()).rejects.toMatchObject({ code: 'conflict' });
    await expect(accept(token)).rejects.toMatchObject(unavailable);
    expect(await findOpenInvite(token)).toBeNull();
  });
});

describe('signing up', () => {
  const signUp = (email: string) => register(testOrigin(), person(email));

  it.each(['invite', 'closed'] as const)('is refused while registration is "%s"', async (registration) => {
    await setPolicy({ registration });
    await expect(signUp('walk-in@example.com')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('makes an ordinary person where registration is open, one for each address', async () => {
    await setPolicy({ registration: 'open', defaultQuotaBytes: 7 });
    const me = await signUp('walk-in@example.com');
    expect(me).toMatchObject({ user: { role: 'user' }, usage: { quotaBytes: 7 } });
    await expect(signUp('walk-in@example.com')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('waits for the first admin', async () => {
    await setPolicy({ registration: 'open' });
    await db().user.deleteMany();
    await expect(signUp('early@example.com')).rejects.toMatchObject({ code: 'forbidden' });
    admin = actorOf(await createPerson({ role: 'admin' }));
  });
});

const text = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
