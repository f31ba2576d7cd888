import type { Role } from '@/lib/contracts/account';
import type { Scope } from '@/lib/contracts/scopes';

/** Where a request came from; goes into audit rows. */
export type Origin = { requestId: string; address: string; userAgent: string };

/** What narrows a token below its owner. */
export type TokenLimits = {
  id: string;
  scopes: Scope[];
  maxFileBytes: number | null;
  urlSeconds: number | null;
  perMinute: number | null;
};

/** A person, by session or by one of their tokens. Role and status were read from the user row for this request. */
export type UserActor = {
  type: 'user';
  userId: string;
  email: string;
  name: string;
  role: Role;
  sessionId: string | null;
  token: TokenLimits | null;
  origin: Origin;
};
/** Somebody with a share link, and no account. */
export type VisitorActor = { type: 'visitor'; shareId: string; visitorHash: string; origin: Origin };
/** Sluice itself: sweeps and jobs. */
export type SystemActor = { type: 'system'; job: string };

/** Somebody who has not shown who they are: failed sign-ins, requests for a reset link. */
export type AnonymousActor = { type: 'anonymous'; origin: Origin };

export type Actor = UserActor | VisitorActor | SystemActor | AnonymousActor;

/** The actor as the text that an audit row keeps. */
export function actorText(actor: Actor): string {
  switch (actor.type) {
    case 'user':
      return actor.token ? `${actor.email} (token)` : actor.email;
    case 'visitor':
      return 'visitor';
    case 'system':
      return `sluice (${actor.job})`;
    case 'anonymous':
      return 'not signed in';
    default:
      return actor satisfies never;
  }
}
