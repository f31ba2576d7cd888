import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '@/lib/platform/db';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { auditOf, createPerson, testOrigin, testPassword } from '@/scripts/testing/people';
import { needsSetUp, prepareFirstAdmin, setUp } from './setup';

const person = { name: 'Ada', email: 'ada@example.com', password: testPassword };

beforeAll(migrateRateLimits);
beforeEach(async () => {
  await db().user.deleteMany();
  await db().oneTimeToken.deleteMany();
  await db().$executeRaw`DELETE FROM rate_limit`;
});

async function freshCode(): Promise<string> {
  const { setupCode } = await prepareFirstAdmin();
  if (!setupCode) throw new Error('no code was issued');
  return setupCode;
}

describe('setting up', () => {
  it('is needed until the first admin exists, whom the code from the terminal makes', async () => {
    const code = await freshCode();
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
    expect(await needsSetUp()).toBe(true);
    const me = await setUp(testOrigin(), { ...person, code: ` ${code.toLowerCase().replaceAll('-', ' ')} ` });
    expect(me.user).toMatchObject({ email: person.email, role: 'admin', hasPassword: true });
    expect(await needsSetUp()).toBe(false);
    expect(await prepareFirstAdmin()).toEqual({ setupCode: null });
    expect((await auditOf('user.created')).at(-1)).toMatchObject({ actorText: person.email });
  });

  it('keeps no code in the database', async () => {
    const code = await freshCode();
    const rows = JSON.stringify(await db().oneTimeToken.findMany());
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(code.replaceAll('-', ''));
  });

  it('refuses a wrong, an earlier and an expired code', async () => {
    const earlier = await freshCode();
    const code = await freshCode();
    for (const wrong of ['2222-2222-2222', earlier]) {
      await expect(setUp(testOrigin(), { ...person, code: wrong })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    await db().oneTimeToken.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } });
    await expect(setUp(testOrigin(), { ...person, code })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await needsSetUp()).toBe(true);
  });

  it('makes one admin of five who come with the code at once', async () => {
    const code = await freshCode();
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) =>
        setUp(testOrigin(), { ...person, email: `ada${i}@example.com`, code }),
      ),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await db().user.count()).toBe(1);
  });

  it('allows five tries a minute, from wherever they come', async () => {
    await freshCode();
    const attempt = () => setUp(testOrigin(), { ...person, code: 'AAAA-AAAA-AAAA' });
    for (let i = 0; i < 5; i += 1) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(attempt()).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: expect.any(Number),
    });
  });

  it('issues no code and takes none once somebody exists', async () => {
    const code = await freshCode();
    await createPerson();
    expect(await prepareFirstAdmin()).toEqual({ setupCode: null });
    await expect(setUp(testOrigin(), { ...person, code })).rejects.toMatchObject({ code: 'conflict' });
  });
});
