'use client';

import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { untilLoaded } from '@/components/ui/lost-code';
import { api } from '@/lib/api-client/api';
import { ApiError } from '@/lib/api-client/api-error';
import { queryKeys } from '@/lib/api-client/query-keys';
import { onRefresh } from '@/lib/api-client/refresh';
import type { Me } from '@/lib/contracts/account';

/** Coming back to a tab asks again after so long. */
const staleAfterMs = 60_000;

const CurrentMe = createContext<Me | null>(null);

/** Gives the signed-in person to useMe below: as the server rendered them, then as `refresh(queryKeys.me)` finds them. */
export function MeProvider({ me: rendered, children }: { me: Me; children: ReactNode }) {
  const [newer, setNewer] = useState<{ than: Me; me: Me } | null>(null);
  useEffect(() => {
    let readAt = Date.now();
    const leaving = new AbortController();
    const read = () => {
      readAt = Date.now();
      api('getMe', { signal: leaving.signal }).then(
        (me) => setNewer({ than: rendered, me }),
        (error: unknown) => {
          if (error instanceof ApiError && error.code === 'unauthenticated')
            void untilLoaded(() => import('./offer-sign-in')).then(({ offerSignIn }) => offerSignIn());
          // Otherwise what is shown stays: whatever is done next says why it fails.
        },
      );
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible' && Date.now() - readAt > staleAfterMs) read();
    };
    document.addEventListener('visibilitychange', onVisible, { signal: leaving.signal });
    const stop = onRefresh(([family]) => {
      if (family === queryKeys.me[0]) read();
    });
    return () => {
      stop();
      leaving.abort();
    };
  }, [rendered]);
  return <CurrentMe value={newer?.than === rendered ? newer.me : rendered}>{children}</CurrentMe>;
}

/** Who is signed in, with usage and limits; fresh after `refresh(queryKeys.me)`. */
export function useMe(): Me {
  const me = use(CurrentMe);
  if (!me) throw new Error('useMe needs MeProvider above it.');
  return me;
}
