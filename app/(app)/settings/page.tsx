import type { Metadata } from 'next';
import { Appearance } from '@/components/account/appearance';
import { DeleteAccount } from '@/components/account/delete-account';
import { PhotoPicker } from '@/components/account/photo-picker';
import { ProfileForm } from '@/components/account/profile-form';
import { StorageMeter } from '@/components/shell/storage-meter';
import { Section } from '@/components/ui/section';
import { requireUser } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Settings' };

/** Who I am, how it looks here, how much I use, and the way out. */
export default async function SettingsPage() {
  await requireUser();
  return (
    <>
      <Section title="Profile" description="Others see your name and photo beside what you share.">
        <PhotoPicker />
        <ProfileForm />
      </Section>
      <Section title="This browser">
        <Appearance />
      </Section>
      <Section title="Storage" description="Files, earlier versions and the trash count.">
        <StorageMeter />
      </Section>
      <DeleteAccount />
    </>
  );
}
