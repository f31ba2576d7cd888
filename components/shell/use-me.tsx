'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect } from 'react';
import { api } from '@/lib/api-client/api';
import { queryKeys } from '@/lib/api-client/query-keys';
import type { Me } from '@/lib/contracts/account';

const InitialMe = createContext<Me | null>(null);

/** Gives the signed-in person, as the server rendered them, to useMe below. */
export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  const client = useQueryClient();
  useEffect(() => {
    client.setQueryData(queryKeys.me, me);
  }, [client, me]);
  return <InitialMe value={me}>{children}</InitialMe>;
}

/** Who is signed in, with usage and limits; fresh after `invalidateQueries({ queryKey: queryKeys.me })`. */
export function useMe(): Me {
  const initial = use(InitialMe);
  if (!initial) throw new Error('useMe needs MeProvider above it.');
  const { data } = useQuery({
    queryKey: queryKeys.me,
    queryFn: ({ signal }) => api('getMe', { signal }),
    initialData: initial,
    staleTime: 60_000,
  });
  return data;
}
