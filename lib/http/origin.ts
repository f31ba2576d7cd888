import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { Origin } from '@/lib/access/actor';
import { constantTimeEqual } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';

const requestIdShape = /^[A-Za-z0-9_-]{8,64}$/;

/** Whether the headers come from our own front, which has cleaned them (RULES: the client's address). */
function isFromFront(headers: Headers): boolean {
  const token = env().SLUICE_FRONT_TOKEN;
  return token !== undefined && constantTimeEqual(headers.get('x-sluice-front') ?? '', token);
}

/** Request id, client address and user agent of a request. Without our front the address is unknown, never guessed. */
export function originOf(headers: Headers): Origin {
  const trusted = isFromFront(headers);
  const given = trusted ? headers.get('x-sluice-request-id') : null;
  return {
    requestId: given && requestIdShape.test(given) ? given : uuidv7(),
    address: (trusted && headers.get('x-sluice-address')) || 'unknown',
    userAgent: (headers.get('user-agent') ?? '').slice(0, 500),
  };
}

/** The address people use for this app: SLUICE_URL, else what the (checked) Host header says. */
export function appOrigin(headers: Headers): string {
  const configured = env().SLUICE_URL;
  if (configured) return new URL(configured).origin;
  return `http://${headers.get('host') ?? 'localhost'}`;
}

/**
 * Whether a browser on another site (or a sibling subdomain) made this request. Fetch metadata decides where it is
 * sent, Origin otherwise; programs send neither. Source: W3C Fetch Metadata; RULES 15 refuses same-site too.
 */
export function isCrossOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site) return site !== 'same-origin' && site !== 'none';
  const origin = headers.get('origin');
  if (!origin) return false;
  const host = headers.get('host');
  try {
    return new URL(origin).host !== host && origin !== appOrigin(headers);
  } catch {
    return true;
  }
}
