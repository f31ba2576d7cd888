import type { Metadata } from 'next';
import { PolicyForm } from '@/components/admin/policy/policy-form';
import { requireAdmin } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Rules' };

export default async function PolicyFormPage() {
  await requireAdmin();
  return <PolicyForm />;
}
