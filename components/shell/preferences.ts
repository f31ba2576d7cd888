import { useSyncExternalStore } from 'react';

/** What this browser remembers for its person; nothing that the server needs. */
type Preferences = { singleKeys: boolean };

const storageKey = 'sluice.preferences';
const defaults: Preferences = { singleKeys: true };
const listeners = new Set<() => void>();
let cached: Preferences | undefined;

function load(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    const singleKeys = (stored as Partial<Preferences> | null)?.singleKeys;
    return { singleKeys: typeof singleKeys === 'boolean' ? singleKeys : defaults.singleKeys };
  } catch {
    // Storage is blocked or holds something foreign: the defaults do.
    return defaults;
  }
}

export const preferences = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read(): Preferences {
    cached ??= load();
    return cached;
  },
  write(change: Partial<Preferences>): void {
    cached = { ...preferences.read(), ...change };
    try {
      localStorage.setItem(storageKey, JSON.stringify(cached));
    } catch {
      // Blocked storage: the choice lasts until the page is left.
    }
    for (const listener of listeners) listener();
  },
};

export const usePreferences = (): Preferences =>
  useSyncExternalStore(preferences.subscribe, preferences.read, () => defaults);
