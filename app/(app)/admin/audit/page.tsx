import type { Metadata } from 'next';
import { AuditLog } from '@/components/admin/audit/audit-log';
import { requireAdmin } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Audit log' };

export default async function AuditLogPage() {
  await requireAdmin();
  return <AuditLog />;
}
