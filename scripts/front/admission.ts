import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { methodsAt } from '@/lib/contracts/methods';
import { clientAddress, plainAddress, type TrustedProxies } from './addresses';
import { badTarget, type OwnAnswer, wrongHost, wrongMethod } from './answers';
import type { Decided } from './headers';
import { isAllowedHost } from './hosts';

/** What the front knows of itself when a request comes in. */
export type Gate = {
  /** The address people use; shown to whoever came by another. */
  url: string;
  hosts: Set<string>;
  trusted: TrustedProxies;
  /** Tells the app that a request came through here. */
  token: string;
};

/** Who asks, and how, as far as the front vouches for it. */
export function decide(request: IncomingMessage, { trusted, token }: Gate): Decided {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  const forwardedFor = single(request.headers['x-forwarded-for']);
  const claimedProto = trusted.has(peer) ? single(request.headers['x-forwarded-proto']) : undefined;
  return {
    address: clientAddress({ peer, forwardedFor, trusted }),
    proto: claimedProto?.split(',').at(-1)?.trim() === 'https' ? 'https' : 'http',
    host: request.headers.host ?? '',
    requestId: randomUUID(),
    token,
  };
}

/** The answer to a request that no app should see; null for all others. */
export function refuse(request: IncomingMessage, { hosts, url }: Gate): OwnAnswer | null {
  // Two Host headers: Node reads the first, another server might read the second.
  if ((request.headersDistinct.host?.length ?? 0) > 1) return badTarget;
  if (!isAllowedHost(request.headers.host, hosts)) return wrongHost(url);
  // "GET http://elsewhere/" and the like: nothing of ours asks that way.
  if (!request.url?.startsWith('/') || !isDecodable(pathOf(request))) return badTarget;
  return refuseMethod(request);
}

/** All that handlers of the API are written for. */
const API_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Under /api a method that the path does not have; null for all else. Paths that no route has are the app's to refuse. */
function refuseMethod(request: IncomingMessage): OwnAnswer | null {
  const [path = '/'] = pathOf(request).split('?');
  if (!path.startsWith('/api/')) return null;
  const allowed = methodsAt(path) ?? API_METHODS;
  return allowed.includes(request.method ?? '') ? null : wrongMethod(allowed);
}

/** Next answers 500 to a path whose percent-encoding is broken or is not UTF-8, before any code of ours runs. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where a person belongs who opened a page by another of our names (127.0.0.1 for localhost, localhost for the LAN
 * address): sign-in cookies and the bucket's CORS are bound to one name. Programs are served under every name.
 */
export function canonicalPlace(request: IncomingMessage, { url, hosts }: Gate): string | null {
  const host = request.headers.host?.toLowerCase();
  if (!isAllowedHost(host, hosts) || isAllowedHost(host, new Set([new URL(url).host]))) return null;
  const isPage = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  const isPath = /^\/(?![/\\])/.test(request.url ?? '') && !request.url?.startsWith('/api/');
  return isPage && isPath ? `${new URL(url).origin}${request.url}` : null;
}

export const pathOf = (request: IncomingMessage): string => request.url ?? '/';
const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;
