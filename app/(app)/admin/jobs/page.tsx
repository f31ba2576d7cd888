import type { Metadata } from 'next';
import { Jobs } from '@/components/admin/jobs/jobs';
import { requireAdmin } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Jobs' };

export default async function JobsPage() {
  await requireAdmin();
  return <Jobs />;
}
