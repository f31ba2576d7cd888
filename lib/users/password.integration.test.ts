import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { User } from '@/lib/generated/prisma/client';
import { db } from '@/lib/platform/db';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { actorOf, auditOf, createPerson, testOrigin, testPassword } from '@/scripts/testing/people';
import { changePassword } from './password';
import {
  createPasswordReset,
  isResetOpen,
  issuePasswordReset,
  requestPasswordReset,
  resetPassword,
} from './password-reset';
import { endOtherSessions, endSession, listSessions, openSession } from './sessions';
import { signInWithPassword } from './sign-in';

const newPassword = 'an entirely new sentence';
const admin = { type: 'system', job: 'test' } as const;

beforeAll(migrateRateLimits);
beforeEach(async () => {
  await db().$executeRaw`DELETE FROM rate_limit`;
});

const signIn = (person: User, password: string) =>
  signInWithPassword({ email: person.email, password, origin: testOrigin() });
const liveSessions = (person: User) => db().session.count({ where: { userId: person.id, revokedAt: null } });

describe('changing a password', () => {
  it('needs the current one, and ends every session but the one that asks', async () => {
    const person = await createPerson();
    const mine = await signIn(person, testPassword);
    await signIn(person, testPassword);
    const actor = actorOf(person, mine);
    await expect(changePassword(actor, { currentPassword: 'wrong', newPassword })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
    await expect(changePassword(actor, { newPassword })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
    expect(await liveSessions(person)).toBe(2);
    await changePassword(actor, { currentPassword: testPassword, newPassword });
    expect((await listSessions(actor)).map(({ id, current }) => [id, current])).toEqual([[mine, true]]);
    await expect(signIn(person, testPassword)).rejects.toMatchObject({ code: 'invalid_credentials' });
    await expect(signIn(person, newPassword)).resolves.toEqual(expect.any(String));
  });

  it('happens once when two ask at the same time', async () => {
    const person = await createPerson();
    const actor = actorOf(person);
    const results = await Promise.allSettled(
      ['the first new password', 'the second new password'].map((chosen) =>
        changePassword(actor, { currentPassword: testPassword, newPassword: chosen }),
      ),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeLessThanOrEqual(1);
    for (const { reason } of refused) {
      expect(['precondition_failed', 'invalid_credentials']).toContain(reason.code);
    }
  });

  it('a session cannot slip in with the old password meanwhile', async () => {
    const person = await createPerson();
    await changePassword(actorOf(person), { currentPassword: testPassword, newPassword });
    expect(await openSession({ user: person, origin: testOrigin(), by: 'password' })).toBeNull();
  });

  it('guessing it from an open browser is limited like guessing at the door', async () => {
    const person = await createPerson();
    const guess = () => changePassword(actorOf(person), { currentPassword: 'a guess', newPassword });
    for (let i = 0; i < 10; i += 1)
      await expect(guess()).rejects.toMatchObject({ code: 'invalid_credentials' });
    await expect(guess()).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('gives one to a person who had only single sign-on', async () => {
    const person = await createPerson({ passwordHash: null });
    await changePassword(actorOf(person), { newPassword });
    await expect(signIn(person, newPassword)).resolves.toEqual(expect.any(String));
  });
});

describe('a reset link', () => {
  it('sets a new password once and ends all sessions', async () => {
    const person = await createPerson();
    await signIn(person, testPassword);
    const token = await createPasswordReset(admin, person.id);
    expect(await isResetOpen(token)).toBe(true);
    await resetPassword(token, newPassword, testOrigin());
    expect(await isResetOpen(token)).toBe(false);
    expect(await liveSessions(person)).toBe(0);
    await expect(signIn(person, newPassword)).resolves.toEqual(expect.any(String));
    await expect(resetPassword(token, 'another password', testOrigin())).rejects.toMatchObject({
      code: 'link_unavailable',
    });
    expect(JSON.stringify(await db().oneTimeToken.findMany())).not.toContain(token);
  });

  it('works once when five use it at the same time', async () => {
    const token = await createPasswordReset(admin, (await createPerson()).id);
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) => resetPassword(token, `new password number ${i}`, testOrigin())),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('ends with the next one, with a password change and after a day', async () => {
    const person = await createPerson();
    const first = await createPasswordReset(admin, person.id);
    const second = await createPasswordReset(admin, person.id);
    expect([await isResetOpen(first), await isResetOpen(second)]).toEqual([false, true]);
    await changePassword(actorOf(person), { currentPassword: testPassword, newPassword });
    expect(await isResetOpen(second)).toBe(false);
    const third = await createPasswordReset(admin, person.id);
    await db().oneTimeToken.updateMany({ where: { userId: person.id }, data: { expiresAt: new Date(0) } });
    await expect(resetPassword(third, newPassword, testOrigin())).rejects.toMatchObject({
      code: 'link_unavailable',
    });
  });

  it('is made at the terminal by e-mail address', async () => {
    const person = await createPerson();
    const { path } = await issuePasswordReset(person.email.toUpperCase());
    await resetPassword(path.replace('/reset/', ''), newPassword, testOrigin());
    await expect(issuePasswordReset('nobody@example.com')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('can be asked for by anybody, and leaves one row whether the address is known or not', async () => {
    const person = await createPerson();
    await requestPasswordReset(testOrigin(), person.email);
    await requestPasswordReset(testOrigin(), 'nobody-at-all@example.com');
    const rows = await auditOf('user.password_reset_requested');
    expect(rows.map(({ targetId }) => targetId)).toEqual([person.id, null]);
    expect(JSON.stringify(rows)).not.toContain('nobody-at-all');
  });
});

describe('sessions', () => {
  it('are listed and ended by their owner only', async () => {
    const [ada, bob] = [await createPerson(), await createPerson()];
    const [first, second] = [await signIn(ada, testPassword), await signIn(ada, testPassword)];
    await expect(endSession(actorOf(bob), first)).rejects.toMatchObject({ code: 'not_found' });
    await endSession(actorOf(ada, second), first);
    await expect(endSession(actorOf(ada, second), first)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listSessions(actorOf(ada, second))).map(({ id }) => id)).toEqual([second]);
    const third = await signIn(ada, testPassword);
    await endOtherSessions(actorOf(ada, third));
    expect((await listSessions(actorOf(ada, third))).map(({ id }) => id)).toEqual([third]);
    expect(await listSessions(actorOf(bob))).toEqual([]);
  });
});

describe('the time of an answer', () => {
  it('does not tell which accounts exist', async () => {
    const person = await createPerson();
    const time = async (email: string) => {
      const startedAt = performance.now();
      await signInWithPassword({ email, password: 'wrong', origin: testOrigin() }).catch(() => undefined);
      return performance.now() - startedAt;
    };
    await time('warm-up@example.com');
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 9; i += 1) {
      known.push(await time(person.email));
      unknown.push(await time(`nobody-${i}@example.com`));
    }
    // argon2id is nearly all of it; without the dummy verification unknown accounts would take a tenth of the time.
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
    expect(median(unknown) / median(known)).toBeLessThan(2);
  });
});

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
