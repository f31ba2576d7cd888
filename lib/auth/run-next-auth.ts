import 'server-only';
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth, { type NextAuthOptions } from 'next-auth';
import { letNextAuthUseOurHost } from '@/lib/platform/env';
import { callbackUrlCookieName } from './cookie';
import { sameOriginUrl } from './same-origin-url';

export type NextAuthRequest = {
  method: string;
  /** Path below /api/auth: action, then provider. */
  path: string[];
  query: Record<string, string>;
  body: Record<string, string>;
  cookies: Partial<Record<string, string>>;
  /** Where people reach this app, such as https://files.example.com. */
  appOrigin: string;
};

export type NextAuthResult = {
  location: string | null;
  body: unknown;
  setCookies: string[];
};

/** Only next-auth's own cookies, and of these the page to return to only when it is ours: it answers others with 500. */
function cookiesFor({ cookies, appOrigin }: NextAuthRequest): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(cookies)) {
    if (value === undefined || !/^(__Secure-|__Host-)?next-auth\./.test(name)) continue;
    if (name === callbackUrlCookieName() && sameOriginUrl(value, appOrigin) === null) continue;
    own[name] = value;
  }
  return own;
}

/**
 * Runs next-auth 4 on a request that we have read and checked, and returns what it decided; the caller answers.
 * It is called in its API-route form, which takes plain data: its route-handler form reads the request by itself.
 */
export async function runNextAuth(
  request: NextAuthRequest,
  options: NextAuthOptions,
): Promise<NextAuthResult> {
  letNextAuthUseOurHost();
  const { host, protocol } = new URL(request.appOrigin);
  const result: NextAuthResult = { location: null, body: undefined, setCookies: [] };
  const incoming = {
    method: request.method,
    query: { ...request.query, nextauth: request.path },
    body: request.body,
    cookies: cookiesFor(request),
    headers: { 'x-forwarded-host': host, 'x-forwarded-proto': protocol.replace(':', '') },
  };
  const outgoing = {
    status: () => outgoing,
    getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? result.setCookies : undefined),
    setHeader: (name: string, value: string | string[]) => {
      if (name.toLowerCase() === 'set-cookie') result.setCookies = [value].flat();
      if (name.toLowerCase() === 'location') result.location = String(value);
      return outgoing;
    },
    send: (body: unknown) => {
      result.body = body;
    },
    json: (body: unknown) => {
      result.body = body;
    },
    end: () => undefined,
  };
  await NextAuth(incoming as unknown as NextApiRequest, outgoing as unknown as NextApiResponse, options);
  return result;
}
