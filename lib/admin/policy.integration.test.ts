import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/access/actor';
import { PutPolicy } from '@/lib/contracts/policy-api';
import { db, disconnect } from '@/lib/platform/db';
import { getPolicy } from '@/lib/users/policy';
import { actorOf, auditOf, createPerson } from '@/scripts/testing/people';
import { changePolicy, readPolicy } from './policy';

afterAll(disconnect);

describe('the policy', () => {
  let admin: UserActor;
  beforeAll(async () => {
    admin = actorOf(await createPerson({ role: 'admin', passwordHash: null }));
  });
  beforeEach(async () => {
    await db().setting.deleteMany({ where: { key: 'policy' } });
  });

  it('is the defaults until somebody changes it', async () => {
    const state = await readPolicy();
    expect(state).toMatchObject({ version: 0, updatedAt: null });
    expect(state.policy).toEqual(state.defaults);
  });

  it('is in force here at once, and the history says what each field was', async () => {
    const { policy } = await readPolicy();
    const changed = await changePolicy(admin, { policy: { ...policy, trashDays: 7, mayShare: 'admins' } });
    expect(changed).toMatchObject({ version: 1, policy: { trashDays: 7 } });
    expect(await getPolicy()).toMatchObject({ trashDays: 7, mayShare: 'admins' });
    expect((await auditOf('policy.changed')).at(-1)).toMatchObject({
      actorId: admin.userId,
      details: { trashDays: { from: 30, to: 7 }, mayShare: { from: 'everyone', to: 'admins' } },
    });
  });

  it('does not move when nothing changes', async () => {
    const { policy } = await readPolicy();
    const earlier = (await auditOf('policy.changed')).length;
    expect(await changePolicy(admin, { policy })).toMatchObject({ version: 0 });
    expect(await auditOf('policy.changed')).toHaveLength(earlier);
  });

  it('lets only one of two changes through that are based on the same version', async () => {
    const { policy } = await readPolicy();
    const results = await Promise.allSettled(
      [5, 6].map((trashDays) => changePolicy(admin, { policy: { ...policy, trashDays }, ifVersion: 0 })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'precondition_failed' },
    });
  });

  it('must be given whole: a field that was forgotten is named, not put back to its default', async () => {
    const { policy } = await readPolicy();
    const { trashDays: _, ...rest } = policy;
    expect(PutPolicy.safeParse(policy).success).toBe(true);
    expect(PutPolicy.safeParse(rest).error?.issues[0]?.path).toEqual(['trashDays']);
    expect(PutPolicy.safeParse({ ...policy, unknown: 1 }).success).toBe(false);
  });
});
