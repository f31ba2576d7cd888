import 'server-only';
import type { Origin, UserActor } from '@/lib/access/actor';
import type { Role } from '@/lib/contracts/account';

type Person = { id: string; email: string; name: string; role: Role };

/** person as the one who acts in the request origin: for commands that prove who somebody is while they run. */
export function toActor(person: Person, origin: Origin): UserActor {
  const { id, email, name, role } = person;
  return { type: 'user', userId: id, email, name, role, sessionId: null, token: null, origin };
}
