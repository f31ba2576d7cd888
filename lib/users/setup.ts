import 'server-only';
import type { z } from 'zod';
import type { Actor, Origin } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { Email, type Me, type SetUp } from '@/lib/contracts/account';
import { AppError, conflict, rateLimited } from '@/lib/contracts/errors';
import { db, transaction } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { hashPassword } from '@/lib/platform/passwords';
import { consume } from '@/lib/platform/rate-limit';
import { createUser, hasUsers } from './create-user';
import { lockSetUp } from './locks';
import { getMe } from './me';
import { issueSetupCode, useSetupCode } from './setup-code';
import { toActor } from './to-actor';

/** Whether this installation has no user yet, so that the set-up page is open. */
export function needsSetUp(): Promise<boolean> {
  return hasUsers(db()).then((some) => !some);
}

const alreadySetUp = () => conflict('Sluice is set up already. Sign in instead.');

/**
 * Makes sure that somebody can become the first admin; the launcher calls it at each start. While no user exists it
 * creates the admin of SLUICE_ADMIN_EMAIL and SLUICE_ADMIN_PASSWORD or, without these, returns a fresh one-time code
 * for the terminal. Otherwise does nothing. Safe to race.
 */
export async function prepareFirstAdmin(): Promise<{ setupCode: string | null }> {
  if (!(await needsSetUp())) return { setupCode: null };
  const { SLUICE_ADMIN_EMAIL: email, SLUICE_ADMIN_PASSWORD: password } = env();
  const passwordHash = password ? await hashPassword(password) : null;
  return transaction(async (tx) => {
    await lockSetUp(tx);
    if (await hasUsers(tx)) return { setupCode: null };
    if (!email || !passwordHash) return { setupCode: await issueSetupCode(tx) };
    const admin = await createUser(tx, {
      email: Email.parse(email),
      name: 'Admin',
      passwordHash,
      role: 'admin',
      quotaBytes: null,
    });
    const actor: Actor = { type: 'system', job: 'start' };
    await recordAudit(tx, actor, {
      action: 'user.created',
      target: { type: 'user', id: admin.id, text: admin.email },
      details: { by: 'environment', role: 'admin' },
    });
    return { setupCode: null };
  });
}

/** A code has 59 bits; five tries a minute, whoever makes them, leave no hope of finding it. */
const triesPerMinute = 5;

/**
 * Creates the first admin for whoever has the code from the terminal. Once only: of two at the same time one wins.
 * Throws conflict (set up already), forbidden (wrong, used or expired code), rate_limited.
 */
export async function setUp(origin: Origin, body: z.infer<typeof SetUp>): Promise<Me> {
  if (!(await needsSetUp())) throw alreadySetUp();
  const tries = await consume({ key: 'set-up', limit: triesPerMinute, windowSeconds: 60 });
  if (!tries.allowed) throw rateLimited(tries.resetSeconds);
  const passwordHash = await hashPassword(body.password);
  const admin = await transaction(async (tx) => {
    await lockSetUp(tx);
    if (await hasUsers(tx)) throw alreadySetUp();
    if (!(await useSetupCode(tx, body.code))) {
      throw new AppError('forbidden', {
        detail:
          'This code is not the one that the terminal shows. Start Sluice again for a fresh one if it is gone.',
      });
    }
    const created = await createUser(tx, {
      email: body.email,
      name: body.name,
      passwordHash,
      role: 'admin',
      quotaBytes: null,
    });
    await recordAudit(tx, toActor(created, origin), {
      action: 'user.created',
      target: { type: 'user', id: created.id, text: created.email },
      details: { by: 'setup', role: 'admin' },
    });
    return created;
  });
  return getMe(toActor(admin, origin));
}
