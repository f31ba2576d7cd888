import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { conflict } from '@/lib/contracts/errors';
import type { ApplyConfiguration, Configuration, ConfigurationItem } from '@/lib/contracts/storage';
import { transaction } from '@/lib/platform/db';
import type { Refusal, RulePlan } from '@/lib/storage/configuration';
import { applyCors, planCors } from '@/lib/storage/cors';
import { readRange } from '@/lib/storage/get-object';
import { markerKey } from '@/lib/storage/keys';
import { applyLifecycle, type LifecycleWish, planLifecycle, readLifecycle } from '@/lib/storage/lifecycle';
import { applyPolicy, type PolicyWish, planPolicy, readPolicy } from '@/lib/storage/policy';
import { blockPublicAccess, readPublicAccessBlock } from '@/lib/storage/public-access';

type Name = ConfigurationItem['name'];
type Planned<Rule> = { possible: true; plan: RulePlan<Rule> } | { possible: false; refusal: Refusal };

function toRefusalDto({ reason, permission, providerCode, providerMessage }: Refusal) {
  return {
    reason,
    permission,
    ...(providerCode ? { providerCode } : {}),
    ...(providerMessage ? { providerMessage } : {}),
  };
}

function toItem<Rule>(name: Name, planned: Planned<Rule>): ConfigurationItem {
  if (!planned.possible) return refused(name, planned.refusal);
  const { current, added, removed, isInSync } = planned.plan;
  return { name, current, added, removed, isInSync, refusal: null };
}

const refused = (name: Name, refusal: Refusal): ConfigurationItem => ({
  name,
  current: null,
  added: [],
  removed: [],
  isInSync: false,
  refusal: toRefusalDto(refusal),
});

const usualLifecycle: LifecycleWish = { abortIncomplete: true };

/** The bucket's configuration, and what our usual wishes for pages of origin would change. Writes nothing. */
export async function readConfiguration(origin: string): Promise<Configuration> {
  const [cors, lifecycle, publicAccess, policy] = await Promise.all([
    planCors({ publicOrigins: [origin] }),
    readLifecycle().then(async (reading) => {
      if (!reading.readable) return { possible: false as const, refusal: reading.refusal };
      // A storage class that was chosen here stays part of the wish.
      const mine = reading.current.filter((rule) => rule.ID === 'sluice-storage-class');
      const planned = await planLifecycle(usualLifecycle);
      if (!planned.possible || mine.length === 0) return planned;
      const removed = planned.plan.removed.filter((rule) => rule.ID !== 'sluice-storage-class');
      return {
        possible: true as const,
        plan: { ...planned.plan, removed, isInSync: removed.length === 0 && planned.plan.added.length === 0 },
      };
    }),
    readPublicAccessBlock(),
    readPolicy(),
  ]);
  return {
    items: [
      toItem('cors', cors),
      toItem('lifecycle', lifecycle),
      publicAccess.readable
        ? {
            name: 'publicAccess',
            current: [publicAccess.current],
            added: [],
            removed: [],
            isInSync: Object.values(publicAccess.current).every(Boolean),
            refusal: null,
          }
        : refused('publicAccess', publicAccess.refusal),
      policy.readable
        ? {
            name: 'policy',
            current: policy.current.Statement,
            added: [],
            removed: [],
            isInSync: true,
            refusal: null,
          }
        : refused('policy', policy.refusal),
    ],
  };
}

/**
 * Merges our rules into the bucket's configuration, others' untouched, and answers it as it is then; what the provider
 * would not take bears its refusal. A bucket policy is tried and taken back when we cannot read any more. Throws
 * conflict for a wish that would lock this server out.
 */
export async function applyConfiguration(
  actor: UserActor,
  wish: ApplyConfiguration,
  origin: string,
): Promise<Configuration> {
  const refusals = new Map<Name, Refusal>();
  const keep = (name: Name, refusal: Refusal | null) => refusal && refusals.set(name, refusal);
  try {
    if (wish.cors) keep('cors', await applyCors(await planCors({ publicOrigins: [origin] })));
    if (wish.lifecycle)
      keep('lifecycle', await applyLifecycle(await planLifecycle(toLifecycleWish(wish.lifecycle))));
    if (wish.publicAccess) keep('publicAccess', await blockPublicAccess());
    if (wish.policy)
      keep('policy', await applyPolicy(await planPolicy(toPolicyWish(wish.policy)), stillReadable));
  } catch (error) {
    if (error instanceof RangeError) throw conflict(`${error.message}.`);
    throw error;
  }
  const details = {
    wish,
    refused: Object.fromEntries([...refusals].map(([name, { permission }]) => [name, permission])),
  };
  await transaction((tx) => recordAudit(tx, actor, { action: 'storage.configured', details }));
  const { items } = await readConfiguration(origin);
  return {
    items: items.map((item) => {
      const refusal = refusals.get(item.name);
      return refusal ? { ...item, isInSync: false, refusal: toRefusalDto(refusal) } : item;
    }),
  };
}

async function stillReadable(): Promise<void> {
  await readRange(markerKey(), 0, 0);
}

function toLifecycleWish({
  abortIncomplete,
  transition,
}: NonNullable<ApplyConfiguration['lifecycle']>): LifecycleWish {
  return transition ? { abortIncomplete, transition } : { abortIncomplete };
}

function toPolicyWish(given: NonNullable<ApplyConfiguration['policy']>): PolicyWish {
  const { tlsOnly, maxSignatureAgeSeconds, refererAllowList } = given;
  return {
    tlsOnly,
    ...(maxSignatureAgeSeconds ? { maxSignatureAgeSeconds } : {}),
    ...(refererAllowList ? { refererAllowList } : {}),
  };
}
