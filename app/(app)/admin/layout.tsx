import type { ReactNode } from 'react';
import { Page } from '@/components/shell/page';
import { Queries } from '@/components/shell/queries';
import { NavTabs } from '@/components/ui/nav-tabs';

/** Heading and tabs of what admins do. Each page asks for an admin itself. */
export default function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <Page title="Admin">
      <NavTabs
        label="Admin"
        tabs={[
          { href: '/admin', label: 'Overview' },
          { href: '/admin/people', label: 'People' },
          { href: '/admin/files', label: 'Files' },
          { href: '/admin/policy', label: 'Rules' },
          { href: '/admin/audit', label: 'Audit log' },
          { href: '/admin/storage', label: 'Storage' },
          { href: '/admin/doctor', label: 'Doctor' },
          { href: '/admin/jobs', label: 'Jobs' },
        ]}
      />
      <Queries>{children}</Queries>
    </Page>
  );
}
