import type { Metadata } from 'next';
import { PasswordForm } from '@/components/account/password-form';
import { SessionList } from '@/components/account/session-list';
import { Section } from '@/components/ui/section';
import { requireUser } from '@/lib/auth/current';
import { listSessions } from '@/lib/users/sessions';

export const metadata: Metadata = { title: 'Password and sessions' };

/** What guards the account. */
export default async function SecurityPage() {
  const actor = await requireUser();
  return (
    <>
      <Section title="Password" description="Changing it ends all your other sessions.">
        <PasswordForm />
      </Section>
      <SessionList initial={await listSessions(actor)} />
    </>
  );
}
