import { beforeAll, expect, it } from 'vitest';
import { db } from '@/lib/platform/db';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { testOrigin } from '@/scripts/testing/people';
import { needsSetUp, prepareFirstAdmin } from './setup';
import { signInWithPassword } from './sign-in';

const password = 'a password from the environment';

beforeAll(async () => {
  Object.assign(process.env, { SLUICE_ADMIN_EMAIL: 'Root@Example.com', SLUICE_ADMIN_PASSWORD: password });
  await migrateRateLimits();
});

it('prepareFirstAdmin() makes the admin of the environment once, however many instances start', async () => {
  const starts = await Promise.all(Array.from({ length: 4 }, () => prepareFirstAdmin()));
  expect(starts).toEqual(Array.from({ length: 4 }, () => ({ setupCode: null })));
  expect(await needsSetUp()).toBe(false);
  expect(await db().user.findMany({ select: { email: true, role: true } })).toEqual([
    { email: 'root@example.com', role: 'admin' },
  ]);
  await expect(
    signInWithPassword({ email: 'root@example.com', password, origin: testOrigin() }),
  ).resolves.toEqual(expect.any(String));
});

it('prepareFirstAdmin() changes nobody once somebody exists', async () => {
  await db().user.updateMany({ data: { email: 'moved@example.com', passwordHash: null } });
  expect(await prepareFirstAdmin()).toEqual({ setupCode: null });
  expect(await db().user.findMany({ select: { email: true, passwordHash: true } })).toEqual([
    { email: 'moved@example.com', passwordHash: null },
  ]);
});
