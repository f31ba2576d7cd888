import { FileQuestion } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export const metadata: Metadata = { title: 'Not found' };

/** One page for what does not exist and for what is not yours. */
export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center">
      <EmptyState
        heading="h1"
        icon={<FileQuestion />}
        title="There is nothing at this address"
        action={<ButtonLink href="/">Go to your files</ButtonLink>}
      >
        It may have been moved or removed, or it belongs to somebody else.
      </EmptyState>
    </main>
  );
}
