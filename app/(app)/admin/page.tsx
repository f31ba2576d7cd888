import type { Metadata } from 'next';
import { Overview } from '@/components/admin/overview/overview';
import { requireAdmin } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage() {
  await requireAdmin();
  return <Overview />;
}
