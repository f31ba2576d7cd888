import type { Metadata } from 'next';
import { AdminFiles } from '@/components/admin/admin-files';
import { requireAdmin } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Files of everybody' };

export default async function AdminFilesPage() {
  await requireAdmin();
  return <AdminFiles />;
}
