import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/lib/platform/env';
import { bucketOrigins, contentSecurityPolicy } from '@/lib/platform/security-headers';

/** Gives each page its Content-Security-Policy with a fresh nonce. Decides nothing about access (invariant 4). */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy({
    nonce,
    origins: bucketOrigins(env()),
    development: env().NODE_ENV === 'development',
  });

  // Next reads the nonce from the request's policy and puts it on its own script elements.
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  if (isHttps(request)) response.headers.set('strict-transport-security', 'max-age=31536000');
  return response;
}

const isHttps = (request: NextRequest) =>
  env().SLUICE_URL?.startsWith('https://') ?? request.nextUrl.protocol === 'https:';

export const config = {
  matcher: [{ source: '/((?!api/|_next/|icons/|manifest.webmanifest|favicon.ico).*)' }],
};
