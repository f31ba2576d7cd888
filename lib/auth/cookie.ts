import 'server-only';
import { env } from '@/lib/platform/env';

/** Whether people reach this app over https; decides Secure and the cookie's __Secure- prefix. */
export const isHttps = (): boolean => env().SLUICE_URL?.startsWith('https://') ?? false;

/** The session cookie's name, as next-auth forms it. */
export const sessionCookieName = (): string =>
  isHttps() ? '__Secure-next-auth.session-token' : 'next-auth.session-token';

/** Sessions end this long after sign-in, seconds. */
export const sessionSeconds = 30 * 86_400;
