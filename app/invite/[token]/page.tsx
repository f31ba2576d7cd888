import type { Metadata } from 'next';
import { AccountForm } from '@/components/account/account-form';
import { AuthPage, Divider } from '@/components/account/auth-page';
import { ProviderButton } from '@/components/account/provider-button';
import { ButtonLink } from '@/components/ui/button-link';
import { env } from '@/lib/platform/env';
import { findOpenInvite } from '@/lib/users/invites';

export const metadata: Metadata = { title: 'Invitation' };

/** Accepts an invitation. Used, ended, withdrawn and made-up links look the same. */
export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invite = await findOpenInvite(token);
  if (!invite) {
    return (
      <AuthPage
        title="This invitation does not work"
        description="It was used, withdrawn, or its time is over. Ask whoever sent it for a new one."
      >
        <ButtonLink href="/sign-in">Go to sign in</ButtonLink>
      </AuthPage>
    );
  }
  return (
    <AuthPage title="You are invited" description="Create your account to upload, keep and share files.">
      {env().OIDC_ISSUER && (
        <>
          <ProviderButton name={env().OIDC_NAME} callbackUrl={`/invite/${token}`} />
          <Divider />
        </>
      )}
      <AccountForm way={{ kind: 'invite', token, email: invite.email }} />
    </AuthPage>
  );
}
