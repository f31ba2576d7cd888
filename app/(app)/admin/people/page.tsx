import type { Metadata } from 'next';
import { People } from '@/components/admin/people';
import { requireAdmin } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'People' };

export default async function PeoplePage() {
  await requireAdmin();
  return <People />;
}
