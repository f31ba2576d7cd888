import type { Policy } from '@/lib/contracts/policy';
import type { Scope } from '@/lib/contracts/scopes';
import type { UserActor } from './actor';

export const isAdmin = (actor: UserActor): boolean => actor.role === 'admin';

/** Whether actor's way in covers scope: a session covers all, a token only what it names; null asks for a session. */
export function hasScope(actor: UserActor, scope: Scope | null): boolean {
  if (!actor.token) return true;
  return scope !== null && actor.token.scopes.includes(scope);
}

type Permission = 'mayUpload' | 'mayShare' | 'mayPublish' | 'mayCreateTokens';

/** Whether the policy lets actor do permission. */
export function isPermitted(actor: UserActor, policy: Policy, permission: Permission): boolean {
  return policy[permission] === 'everyone' || isAdmin(actor);
}
