import type { Metadata } from 'next';
import { ConnectProvider } from '@/components/account/connect-provider';
import { PasswordForm } from '@/components/account/password-form';
import { SessionList } from '@/components/account/session-list';
import { Section } from '@/components/ui/section';
import { requireUser } from '@/lib/auth/current';
import { env } from '@/lib/platform/env';
import { isConnected } from '@/lib/users/oidc';
import { listSessions } from '@/lib/users/sessions';

export const metadata: Metadata = { title: 'Password and sessions' };

/** What guards the account. */
export default async function SecurityPage() {
  const actor = await requireUser();
  const issuer = env().OIDC_ISSUER;
  return (
    <>
      <Section title="Password" description="Changing it ends all your other sessions.">
        <PasswordForm />
      </Section>
      {issuer && <ConnectProvider name={env().OIDC_NAME} connected={await isConnected(actor, issuer)} />}
      <SessionList initial={await listSessions(actor)} />
    </>
  );
}
