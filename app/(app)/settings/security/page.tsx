import type { Metadata } from 'next';
import { PasswordForm } from '@/components/account/password-form';
import { SessionList } from '@/components/account/session-list';
import { Section } from '@/components/ui/section';
import { requireUser } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Password and sessions' };

/** What guards the account. */
export default async function SecurityPage() {
  await requireUser();
  return (
    <>
      <Section title="Password" description="Changing it ends all your other sessions.">
        <PasswordForm />
      </Section>
      <SessionList />
    </>
  );
}
