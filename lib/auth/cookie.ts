import 'server-only';
import { env } from '@/lib/platform/env';

/** Whether people reach this app over https; decides Secure and the cookie's __Secure- prefix. */
export const isHttps = (): boolean => env().SLUICE_URL?.startsWith('https://') ?? false;

/** The session cookie's name, as next-auth forms it. */
export const sessionCookieName = (): string =>
  isHttps() ? '__Secure-next-auth.session-token' : 'next-auth.session-token';

/** Where next-auth keeps the page to return to; as much a claim of the browser as a query is. */
export const callbackUrlCookieName = (): string =>
  isHttps() ? '__Secure-next-auth.callback-url' : 'next-auth.callback-url';

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not ours: we write valid escapes only. As it stands it matches nothing we compare it with.
    return value;
  }
}

/** The request's cookies by name; the first of each name counts (RFC 6265: the longest path comes first). */
export function readCookies(headers: Headers): Partial<Record<string, string>> {
  const cookies: Partial<Record<string, string>> = Object.create(null);
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at < 1) continue;
    const name = pair.slice(0, at).trim();
    cookies[name] ??= decoded(pair.slice(at + 1).trim());
  }
  return cookies;
}
