import type { ReactNode } from 'react';
import { Shell } from '@/components/shell/shell';
import { MeProvider } from '@/components/shell/use-me';
import { UploadProvider } from '@/components/upload/upload-provider';
import { requireUser } from '@/lib/auth/current';
import { getMe } from '@/lib/users/me';

/** The signed-in app. Stays mounted while pages change, so that uploads go on. Access is decided by pages and routes. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const me = await getMe(await requireUser());
  return (
    <MeProvider me={me}>
      <UploadProvider>
        <Shell>{children}</Shell>
      </UploadProvider>
    </MeProvider>
  );
}
