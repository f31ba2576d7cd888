import { useSyncExternalStore } from 'react';
import { type Theme, themeCookie, toTheme } from './theme-cookie';

const listeners = new Set<() => void>();

/**
 * Chooses a theme for this browser. A cookie, because the server then renders <html data-theme> right away: no
 * flash and no inline script for the CSP to allow. (The Cookie Store API needs https, which --lan does not have.)
 */
export function chooseTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=31536000; SameSite=Lax`;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme chosen here. */
export const useTheme = (): Theme =>
  useSyncExternalStore(
    subscribe,
    () => toTheme(document.documentElement.dataset.theme),
    () => 'system',
  );
