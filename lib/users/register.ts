import 'server-only';
import type { z } from 'zod';
import type { Origin } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { Me, Register } from '@/lib/contracts/account';
import { forbidden } from '@/lib/contracts/errors';
import { transaction } from '@/lib/platform/db';
import { hashPassword } from '@/lib/platform/passwords';
import { createUser, hasUsers } from './create-user';
import { getMe } from './me';
import { getPolicy } from './policy';
import { toActor } from './to-actor';

/**
 * Signs somebody up where the policy says that anyone may; never before the first admin exists.
 * Throws forbidden, conflict (the address is taken).
 */
export async function register(origin: Origin, body: z.infer<typeof Register>): Promise<Me> {
  const policy = await getPolicy();
  if (policy.registration !== 'open') {
    throw forbidden(
      policy.registration === 'invite'
        ? 'Signing up needs an invitation here. Ask an admin for one.'
        : 'Registration is closed here.',
    );
  }
  const passwordHash = await hashPassword(body.password);
  const user = await transaction(async (tx) => {
    if (!(await hasUsers(tx))) throw forbidden('Sluice is not set up yet.');
    const created = await createUser(tx, {
      email: body.email,
      name: body.name,
      passwordHash,
      role: 'user',
      quotaBytes: policy.defaultQuotaBytes === null ? null : BigInt(policy.defaultQuotaBytes),
    });
    await recordAudit(tx, toActor(created, origin), {
      action: 'user.created',
      target: { type: 'user', id: created.id, text: created.email },
      details: { by: 'registration', role: 'user' },
    });
    return created;
  });
  return getMe(toActor(user, origin));
}
