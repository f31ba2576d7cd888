import { useSyncExternalStore } from 'react';

const subscribeNever = () => () => {};

/** False on the server and in the first client render, true after: for what only the browser knows. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    subscribeNever,
    () => true,
    () => false,
  );
