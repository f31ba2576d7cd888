import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { AccountForm } from '@/components/account/account-form';
import { AuthPage } from '@/components/account/auth-page';
import { needsSetUp } from '@/lib/users/setup';

export const metadata: Metadata = { title: 'Set up' };

/** The first visit: whoever can read the terminal becomes the first admin. */
export default async function SetUpPage() {
  if (!(await needsSetUp())) redirect('/sign-in');
  return (
    <AuthPage
      title="Welcome to Sluice"
      description="Create the first account. It will be the admin of this installation."
    >
      <AccountForm way={{ kind: 'setup' }} />
    </AuthPage>
  );
}
