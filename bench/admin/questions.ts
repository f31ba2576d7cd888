import { listAudit } from '@/lib/audit/list';
import { ListUsersQuery } from '@/lib/contracts/admin';
import { ListAuditQuery } from '@/lib/contracts/audit';
import { listUsers } from '@/lib/users/people';

/** What an admin's page asks; limit 50 as there. */
export type Question = { name: string; ask: () => Promise<{ items: unknown[]; nextCursor: string | null }> };

const users = (name: string, query: object): Question => ({
  name: `users: ${name}`,
  ask: () => listUsers(ListUsersQuery.parse({ limit: 50, ...query })),
});
const audit = (name: string, query: object): Question => ({
  name: `audit: ${name}`,
  ask: () => listAudit(ListAuditQuery.parse({ limit: 50, ...query })),
});

/** count is how many rows there are: a page in the middle is asked for as well. */
export function questions(count: number): Question[] {
  const hour = (back: number) => new Date(Date.now() - back * 1000).toISOString();
  const middle = 5_000_000 - count / 2;
  return [
    users('first page', {}),
    users('admins', { role: 'admin' }),
    users('disabled', { status: 'disabled' }),
    users('search, an address', { q: 'ada.770@example' }),
    users('search, a whole name', { q: 'Ada Thompson 770' }),
    users('search, a domain', { q: '@example.com' }),
    users('search, many hits', { q: 'Lovelace' }),
    users('search, two letters', { q: 'ad' }),
    users('search, no hit', { q: 'nobody like this' }),
    audit('first page', {}),
    audit('one action', { action: 'share.created' }),
    audit('all about files', { action: 'file' }),
    audit('one actor', { actor: '00000000-0000-7000-8000-000000000007' }),
    audit('one target', { target: '00000000-0000-7000-8000-000000000100' }),
    audit('one address', { address: '10.0.1.7' }),
    audit('from the middle on', { to: hour(middle) }),
  ];
}
