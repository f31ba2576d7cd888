import 'server-only';
import { originOf } from '@/lib/http/origin';
import { randomToken } from '@/lib/platform/crypto';
import type { Visit } from '@/lib/shares/open-share';
import { unlockSeconds } from '@/lib/shares/unlock-cookie';
import { isHttps, readCookies } from './cookie';

/** A visitor is remembered as long as a download may be signed again. */
const visitorSeconds = 24 * 3600;
const visitorIdShape = /^[\w-]{22}$/;

/** __Host-: no sibling site can plant or read it (RFC 6265bis). Browsers take the prefix on https only. */
const cookieName = (name: string): string => (isHttps() ? `__Host-${name}` : name);
const visitorCookie = () => cookieName('sluice-visitor');
const unlockCookie = (shareId: string) => cookieName(`sluice-unlock-${shareId}`);

function setCookie(name: string, value: string, maxAgeSeconds: number): string {
  const secure = isHttps() ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

/** What a request brings to the link slug. */
export function visitOf(headers: Headers, slug: string): Visit {
  const cookies = readCookies(headers);
  const visitorId = cookies[visitorCookie()] ?? null;
  return {
    slug,
    visitorId: visitorId && visitorIdShape.test(visitorId) ? visitorId : null,
    unlockOf: (shareId) => cookies[unlockCookie(shareId)] ?? null,
    origin: originOf(headers),
  };
}

/** A visit that may start a download: a new visitor gets a cookie, to be sent with the answer. */
export function visitToDownload(
  headers: Headers,
  slug: string,
): { visit: Visit & { visitorId: string }; cookie: Record<string, string> } {
  const visit = visitOf(headers, slug);
  const visitorId = visit.visitorId ?? randomToken(16);
  // Sent again with each download, so that it ends no sooner than the download it stands for.
  const cookie = { 'set-cookie': setCookie(visitorCookie(), visitorId, visitorSeconds) };
  return { visit: { ...visit, visitorId }, cookie };
}

/** The Set-Cookie that keeps a share open. */
export const setUnlockCookie = ({ shareId, value }: { shareId: string; value: string }): string =>
  setCookie(unlockCookie(shareId), value, unlockSeconds);
