import type { Metadata } from 'next';
import { Shares } from '@/components/share/shares';
import { Page } from '@/components/shell/page';
import { Queries } from '@/components/shell/queries';
import { requireUser } from '@/lib/auth/current';

export const metadata: Metadata = { title: 'Shared links' };

export default async function SharesPage() {
  await requireUser();
  return (
    <Page
      title="Shared links"
      description="Every link you made: who it lets in, how often it was used, and its end."
    >
      <Queries>
        <Shares />
      </Queries>
    </Page>
  );
}
