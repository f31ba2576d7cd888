'use client';

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { createQueryClient } from '@/lib/api-client/query-client';
import { onRefresh } from '@/lib/api-client/refresh';
import { offerSignIn } from './offer-sign-in';

let client: QueryClient | null = null;

/** One cache a tab; on the server one for each render, so that nobody sees another's. */
function clientOfTab(): QueryClient {
  if (typeof window === 'undefined') return createQueryClient(offerSignIn);
  client ??= createQueryClient(offerSignIn);
  return client;
}

/**
 * The query client for what reads through react-query: settings, links, admin, dialogs and the viewer. The gallery has
 * a library of its own, so that its first page loads without all this.
 */
export function Queries({ children }: { children: ReactNode }) {
  const [own] = useState(clientOfTab);
  useEffect(() => onRefresh((queryKey) => void own.invalidateQueries({ queryKey })), [own]);
  return <QueryClientProvider client={own}>{children}</QueryClientProvider>;
}
