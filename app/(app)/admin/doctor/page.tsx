import type { Metadata } from 'next';
import { Doctor } from '@/components/admin/doctor/doctor';
import { requireAdmin } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Storage doctor' };

export default async function DoctorPage() {
  await requireAdmin();
  return <Doctor />;
}
