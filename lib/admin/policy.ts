import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { changedMeanwhile } from '@/lib/contracts/errors';
import { Policy } from '@/lib/contracts/policy';
import type { PolicyState } from '@/lib/contracts/policy-api';
import { db, type Prisma, transaction } from '@/lib/platform/db';
import { putSetting } from '@/lib/platform/settings';

const key = 'policy';

type Row = { value: unknown; version: number; updatedAt: Date } | null;

const toState = (row: Row): PolicyState => ({
  policy: Policy.parse(row?.value ?? {}),
  defaults: Policy.parse({}),
  version: row?.version ?? 0,
  updatedAt: row?.updatedAt.toISOString() ?? null,
});

/** The policy as it is saved, with the version that a change is based on. */
export async function readPolicy(): Promise<PolicyState> {
  return toState(await db().setting.findUnique({ where: { key } }));
}

type Put = { policy: Policy; ifVersion?: number | undefined };

/**
 * Puts policy in force: here at once, on the other instances within half a second. The audit row says what each
 * changed field was; the same policy again writes nothing. Throws precondition_failed when ifVersion is not the
 * version in force.
 */
export async function changePolicy(actor: UserActor, { policy, ifVersion }: Put): Promise<PolicyState> {
  return transaction(async (tx) => {
    // The row may not exist yet, so there is nothing else that two first changes could both lock.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707371)`;
    const before = toState(await tx.setting.findUnique({ where: { key } }));
    if (ifVersion !== undefined && ifVersion !== before.version) throw changedMeanwhile();
    const changes = changesOf(before.policy, policy);
    if (Object.keys(changes).length === 0) return before;
    await putSetting(tx, { key, value: policy, updatedById: actor.userId });
    await recordAudit(tx, actor, { action: 'policy.changed', details: changes });
    return toState(await tx.setting.findUnique({ where: { key } }));
  });
}

/** Field → what it was and what it becomes, for the fields that differ. */
function changesOf(before: Policy, after: Policy): Prisma.InputJsonObject {
  const names = Object.keys(after) as (keyof Policy)[];
  return Object.fromEntries(
    names
      .filter((name) => !isDeepStrictEqual(before[name], after[name]))
      .map((name) => [name, { from: before[name], to: after[name] }]),
  );
}
