import { isStorageError, type StorageError } from './errors';

/** Why a provider would not tell or take a piece of bucket configuration, and what is missing. */
export interface Refusal {
  reason: 'permission' | 'unsupported' | 'other';
  /** IAM action that is missing, when the reason is permission. */
  permission: string;
  providerCode?: string | undefined;
  providerMessage?: string | undefined;
}

/** One piece of configuration as it is, or why it cannot be read. */
export type Reading<T> = { readable: true; current: T } | { readable: false; refusal: Refusal };

/** How what is differs from what we want; rules of others are in neither list and stay as they are. */
export interface RulePlan<Rule> {
  /** All rules as they are, others' included. */
  current: Rule[];
  /** All rules as they would be. */
  next: Rule[];
  added: Rule[];
  removed: Rule[];
  isInSync: boolean;
}

/**
 * Puts our wanted rules in place of those that bear our mark and leaves all others alone. A current rule that says
 * the same as a wanted one counts as ours too: some engines forget ids.
 */
export function mergeRules<Rule>(
  current: readonly Rule[],
  wanted: readonly Rule[],
  is: { ours(rule: Rule): boolean; same(a: Rule, b: Rule): boolean },
): RulePlan<Rule> {
  const has = (rules: readonly Rule[], rule: Rule) => rules.some((other) => is.same(other, rule));
  const mine = current.filter((rule) => is.ours(rule) || has(wanted, rule));
  const theirs = current.filter((rule) => !mine.includes(rule));
  const added = wanted.filter((rule) => !has(mine, rule));
  const removed = mine.filter((rule) => !has(wanted, rule));
  return {
    current: [...current],
    next: [...theirs, ...wanted],
    added,
    removed,
    isInSync: added.length === 0 && removed.length === 0,
  };
}

/** Runs a configuration call; a refusal becomes a value, trouble with the network or the keys is thrown. */
export async function orRefusal<T>(
  permission: string,
  call: () => Promise<T>,
): Promise<{ done: true; value: T } | { done: false; refusal: Refusal }> {
  try {
    return { done: true, value: await call() };
  } catch (error) {
    if (isStorageError(error) && isRefusal(error))
      return { done: false, refusal: toRefusal(permission, error) };
    throw error;
  }
}

function isRefusal(error: StorageError): boolean {
  return ['denied', 'not_implemented', 'invalid', 'conflict', 'not_found'].includes(error.kind);
}

function toRefusal(permission: string, error: StorageError): Refusal {
  const reason =
    error.kind === 'denied' ? 'permission' : error.kind === 'not_implemented' ? 'unsupported' : 'other';
  const { providerCode, providerMessage } = error;
  return { reason, permission, providerCode, providerMessage };
}
