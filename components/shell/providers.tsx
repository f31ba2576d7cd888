'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { showToast } from '@/components/ui/toast';
import { createQueryClient } from '@/lib/api-client/query-client';
import type { Me } from '@/lib/contracts/account';
import { MeProvider } from './use-me';

/** What the signed-in pages share: the query client and the person. */
export function Providers({ me, children }: { me: Me; children: ReactNode }) {
  const [client] = useState(() => createQueryClient(offerSignIn));
  return (
    <QueryClientProvider client={client}>
      <MeProvider me={me}>{children}</MeProvider>
    </QueryClientProvider>
  );
}

/** The session ended elsewhere. Nothing on the page is thrown away until the person chooses to sign in again. */
function offerSignIn(): void {
  showToast({
    id: 'signed-out',
    title: 'You are signed out',
    detail: 'Your session ended. Sign in to go on where you were.',
    tone: 'warning',
    durationMs: Number.POSITIVE_INFINITY,
    action: {
      label: 'Sign in',
      onAction: () => {
        const here = `${location.pathname}${location.search}`;
        location.assign(`/sign-in?callbackUrl=${encodeURIComponent(here)}`);
      },
    },
  });
}
