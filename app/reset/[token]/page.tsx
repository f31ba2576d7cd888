import type { Metadata } from 'next';
import { AuthPage } from '@/components/account/auth-page';
import { ResetForm } from '@/components/account/reset-form';

export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' };

/** Sets a new password. The link is looked at only when it is used, so that mail scanners do not spend it. */
export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <AuthPage title="Set a new password" description="The link works once. All your sessions will end.">
      <ResetForm token={token} />
    </AuthPage>
  );
}
