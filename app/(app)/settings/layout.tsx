import type { ReactNode } from 'react';
import { Page } from '@/components/shell/page';
import { Queries } from '@/components/shell/queries';
import { NavTabs } from '@/components/ui/nav-tabs';

/** Heading and tabs of everything about one's own account. */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Page title="Settings" width="narrow">
      <NavTabs
        label="Settings"
        tabs={[
          { href: '/settings', label: 'Profile' },
          { href: '/settings/security', label: 'Password and sessions' },
          { href: '/settings/tokens', label: 'API tokens' },
        ]}
      />
      <Queries>{children}</Queries>
    </Page>
  );
}
