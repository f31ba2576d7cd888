import type { Metadata, Route } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AuthPage, Divider } from '@/components/account/auth-page';
import { ProviderButton } from '@/components/account/provider-button';
import { SignInForm } from '@/components/account/sign-in-form';
import { currentActor } from '@/lib/auth/current';
import { toLocalPath } from '@/lib/format/local-path';
import { env } from '@/lib/platform/env';
import { getPolicy } from '@/lib/users/policy';
import { needsSetUp } from '@/lib/users/setup';
import { noticeFor } from './notice';

export const metadata: Metadata = { title: 'Sign in' };

type Search = Record<string, string | string[] | undefined>;

/** Sign in by password, or by the identity provider where one is configured. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { callbackUrl: wanted, error } = await searchParams;
  const callbackUrl = toLocalPath(typeof wanted === 'string' ? wanted : null);
  if (await currentActor()) redirect(callbackUrl as Route);
  if (await needsSetUp()) redirect('/setup');
  const { registration } = await getPolicy();
  const provider = env().OIDC_ISSUER ? env().OIDC_NAME : null;
  return (
    <AuthPage
      title="Sign in"
      footer={
        registration === 'open' ? (
          <>
            No account yet?{' '}
            <Link href="/sign-up" className="text-accent underline underline-offset-2">
              Sign up
            </Link>
          </>
        ) : (
          'New here? Ask an admin for an invitation.'
        )
      }
    >
      {provider && (
        <>
          <ProviderButton name={provider} callbackUrl={callbackUrl} />
          <Divider />
        </>
      )}
      <SignInForm callbackUrl={callbackUrl} notice={noticeFor(typeof error === 'string' ? error : null)} />
    </AuthPage>
  );
}
