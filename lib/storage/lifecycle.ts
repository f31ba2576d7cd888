import 'server-only';
import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { mergeRules, orRefusal, type Reading, type Refusal, type RulePlan } from './configuration';
import { isStorageError } from './errors';

/** Classes whose objects are readable at once; archives that must be thawed first are never used. */
export const STORAGE_CLASSES = ['STANDARD_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'] as const;
export type StorageClassChoice = (typeof STORAGE_CLASSES)[number];

/** Multipart uploads live 7 days and their tombstones are looked at again: the provider's broom comes after that. */
const ABORT_INCOMPLETE_AFTER_DAYS = 15;
/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const EARLIEST_IA_DAYS = 30;

export interface LifecycleWish {
  abortIncomplete: boolean;
  /** Moves files (never thumbnails, which are small and read often) after so many days. */
  transition?: { storageClass: StorageClassChoice; afterDays: number };
}

/** A rule as the provider has it; what we do not model of foreign rules is kept as it is. */
export type LifecyclePlan =
  | { possible: true; plan: RulePlan<LifecycleRule> }
  | { possible: false; refusal: Refusal };

/**
 * Our rules for a wish, all bound to our prefix. Never one that lets objects expire. Throws RangeError for a
 * transition that S3 would refuse.
 */
export function wantedLifecycleRules(wish: LifecycleWish, prefix: string): LifecycleRule[] {
  const rules: LifecycleRule[] = [];
  if (wish.abortIncomplete) {
    rules.push({
      ID: 'sluice-abort-incomplete',
      Status: 'Enabled',
      Filter: { Prefix: prefix },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: ABORT_INCOMPLETE_AFTER_DAYS },
    });
  }
  if (wish.transition) {
    const { storageClass, afterDays } = wish.transition;
    const earliest = storageClass === 'STANDARD_IA' ? EARLIEST_IA_DAYS : 0;
    if (!Number.isInteger(afterDays) || afterDays < earliest) {
      throw new RangeError(`${storageClass} takes objects of at least ${earliest} days, not ${afterDays}`);
    }
    rules.push({
      ID: 'sluice-storage-class',
      Status: 'Enabled',
      Filter: { Prefix: `${prefix}files/` },
      Transitions: [{ Days: afterDays, StorageClass: storageClass }],
    });
  }
  return rules;
}

/** The bucket's lifecycle rules as they are. */
export async function readLifecycle(on: StorageHandle = defaultStorage()): Promise<Reading<LifecycleRule[]>> {
  const answer = await orRefusal('s3:GetLifecycleConfiguration', () => currentRules(on));
  if (!answer.done) return { readable: false, refusal: answer.refusal };
  return { readable: true, current: answer.value };
}

/** What a wish would change; nothing is written. */
export async function planLifecycle(
  wish: LifecycleWish,
  on: StorageHandle = defaultStorage(),
): Promise<LifecyclePlan> {
  const reading = await readLifecycle(on);
  if (!reading.readable) return { possible: false, refusal: reading.refusal };
  const wanted = wantedLifecycleRules(wish, on.config.prefix);
  const is = { ours: (rule: LifecycleRule) => rule.ID?.startsWith('sluice-') ?? false, same: saysTheSame };
  return { possible: true, plan: mergeRules(reading.current, wanted, is) };
}

/** Writes a plan. Returns the refusal when the provider would not take it, null when it is in place. */
export async function applyLifecycle(
  plan: LifecyclePlan,
  on: StorageHandle = defaultStorage(),
): Promise<Refusal | null> {
  if (!plan.possible) return plan.refusal;
  if (plan.plan.isInSync) return null;
  const { bucket } = on.config;
  const rules = plan.plan.next;
  const answer = await orRefusal('s3:PutLifecycleConfiguration', () =>
    atBorder('PutBucketLifecycleConfiguration', async () => {
      if (rules.length === 0) return on.client.send(new DeleteBucketLifecycleCommand({ Bucket: bucket }));
      const LifecycleConfiguration = { Rules: rules };
      return on.client.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration }),
      );
    }),
  );
  return answer.done ? null : answer.refusal;
}

async function currentRules(on: StorageHandle): Promise<LifecycleRule[]> {
  const command = new GetBucketLifecycleConfigurationCommand({ Bucket: on.config.bucket });
  try {
    return (await atBorder('GetBucketLifecycleConfiguration', () => on.client.send(command))).Rules ?? [];
  } catch (error) {
    if (isStorageError(error, 'not_found')) return [];
    throw error;
  }
}

function saysTheSame(a: LifecycleRule, b: LifecycleRule): boolean {
  const gist = (rule: LifecycleRule) =>
    JSON.stringify([
      rule.ID,
      rule.Status,
      rule.Filter?.Prefix ?? rule.Prefix ?? '',
      rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
      rule.Transitions?.map((move) => [move.Days, move.StorageClass]) ?? [],
      rule.Expiration ?? null,
    ]);
  return gist(a) === gist(b);
}
