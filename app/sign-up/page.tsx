import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AccountForm } from '@/components/account/account-form';
import { AuthPage, Divider } from '@/components/account/auth-page';
import { ProviderButton } from '@/components/account/provider-button';
import { Callout } from '@/components/ui/callout';
import { currentActor } from '@/lib/auth/current';
import { env } from '@/lib/platform/env';
import { getPolicy } from '@/lib/users/policy';
import { needsSetUp } from '@/lib/users/setup';

export const metadata: Metadata = { title: 'Sign up' };

/** A new account, where registration is open. */
export default async function SignUpPage() {
  if (await currentActor()) redirect('/');
  if (await needsSetUp()) redirect('/setup');
  const { registration } = await getPolicy();
  const footer = (
    <>
      Have an account?{' '}
      <Link href="/sign-in" className="text-accent underline underline-offset-2">
        Sign in
      </Link>
    </>
  );
  if (registration !== 'open') {
    return (
      <AuthPage title="Sign up" footer={footer}>
        <Callout>
          {registration === 'invite'
            ? 'New accounts come by invitation here. Ask an admin for a link.'
            : 'This installation takes no new accounts.'}
        </Callout>
      </AuthPage>
    );
  }
  return (
    <AuthPage title="Sign up" footer={footer}>
      {env().OIDC_ISSUER && (
        <>
          <ProviderButton name={env().OIDC_NAME} callbackUrl="/" />
          <Divider />
        </>
      )}
      <AccountForm way={{ kind: 'register' }} />
    </AuthPage>
  );
}
