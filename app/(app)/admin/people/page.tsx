import type { Metadata } from 'next';
import { People } from '@/components/admin/people';
import { requireAdmin } from '@/lib/auth/current';
import { listUsers } from '@/lib/users/people';

export const metadata: Metadata = { title: 'People' };

/** Everybody with an account; the first page is in the HTML. */
export default async function PeoplePage() {
  await requireAdmin();
  return <People initial={await listUsers({ limit: 50 })} />;
}
