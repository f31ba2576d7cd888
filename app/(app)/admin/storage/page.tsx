import type { Metadata } from 'next';
import { Storage } from '@/components/admin/storage/storage';
import { requireAdmin } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Storage' };

export default async function StoragePage() {
  await requireAdmin();
  return <Storage />;
}
