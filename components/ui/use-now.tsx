'use client';

import { createContext, type ReactNode, startTransition, use, useEffect, useState } from 'react';

const tickMs = 30_000;
const Now = createContext<number | null>(null);

/** The time (ms), one clock for the whole page, moving every 30 s; null on the server and while hydrating. */
export const useNow = (): number | null => use(Now);

/** The clock. In a transition: hundreds of times are written anew in the pauses of whatever else the page does. */
export function NowProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const read = () => startTransition(() => setNow(Date.now()));
    // A page that was asleep shows the present again at once.
    const onWake = () => {
      if (!document.hidden) read();
    };
    read();
    const timer = setInterval(read, tickMs);
    document.addEventListener('visibilitychange', onWake);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onWake);
    };
  }, []);
  return <Now value={now}>{children}</Now>;
}
