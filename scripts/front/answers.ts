import type { ServerResponse } from 'node:http';
import { type ErrorCode, errorCodes } from '@/lib/contracts/errors';
import { fixedHeaders } from '@/lib/platform/fixed-headers';

/** What the front says by itself, when the app cannot or must not be asked. */
export type OwnAnswer = {
  status: 400 | 405 | 421 | 503;
  code: Extract<ErrorCode, 'invalid_request' | 'method_not_allowed' | 'wrong_host' | 'unavailable'>;
  title: string;
  detail: string;
  /** A link out of the dead end. */
  href?: string;
  retryAfterSeconds?: number;
  /** Methods that would be answered. Source: RFC 9110 section 15.5.6. */
  allow?: string[];
};

export const restarting: OwnAnswer = {
  status: 503,
  code: 'unavailable',
  title: 'Sluice is starting',
  detail: 'The app is starting or restarting. Nothing is lost; this page tries again by itself.',
  retryAfterSeconds: 2,
};

export const badTarget: OwnAnswer = {
  status: 400,
  code: 'invalid_request',
  title: 'The request is not valid',
  detail: 'The request names no path on this server.',
};

/** Next answers a wrong method with an empty 405, before any code of ours runs. */
export const wrongMethod = (allow: string[]): OwnAnswer => ({
  status: 405,
  code: 'method_not_allowed',
  title: errorCodes.method_not_allowed.title,
  detail: `Use ${allow.filter((method) => method !== 'HEAD' && method !== 'OPTIONS').join(' or ')} here. See /docs.`,
  allow,
});

export function wrongHost(rightUrl: string): OwnAnswer {
  return {
    status: 421,
    code: 'wrong_host',
    title: 'This is not the address of this Sluice',
    detail: `Open ${rightUrl} instead. If this address should work, the admin sets it as SLUICE_URL and starts again.`,
    href: rightUrl,
  };
}

/** Sends answer as problem+json (RFC 9457) under /api, as a small page elsewhere. */
export function sendOwnAnswer(
  response: ServerResponse,
  answer: OwnAnswer,
  { path, requestId, isClosing = false }: { path: string; requestId: string; isClosing?: boolean },
): void {
  const isApi = /^\/api(\/|$|\?)/.test(path);
  const body = isApi ? toProblem(answer, requestId) : toPage(answer);
  response.writeHead(answer.status, {
    'content-type': isApi ? 'application/problem+json' : 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...fixedHeaders,
    'x-request-id': requestId,
    ...(isApi ? {} : { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" }),
    ...(answer.retryAfterSeconds ? { 'retry-after': String(answer.retryAfterSeconds) } : {}),
    ...(answer.allow ? { allow: answer.allow.join(', ') } : {}),
    ...(isClosing ? { connection: 'close' } : {}),
  });
  response.end(body);
}

function toProblem({ status, code, title, detail }: OwnAnswer, requestId: string): string {
  return JSON.stringify({ type: `/docs/errors#${code}`, title, status, code, detail, requestId });
}

function toPage({ title, detail, href, retryAfterSeconds }: OwnAnswer): string {
  const refresh = retryAfterSeconds ? `<meta http-equiv="refresh" content="${retryAfterSeconds}">` : '';
  const link = href ? `<p><a href="${escapeHtml(href)}">${escapeHtml(href)}</a></p>` : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}
<title>${escapeHtml(title)}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem}h1{font-size:1.25rem}</style>
</head><body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p>${link}</main></body></html>
`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
