import type { Env } from './env';

type StorageEnv = Pick<
  Env,
  | 'S3_ENDPOINT'
  | 'S3_PUBLIC_ENDPOINT'
  | 'S3_BUCKET'
  | 'S3_REGION'
  | 'S3_FORCE_PATH_STYLE'
  | 'CLOUDFRONT_DOMAIN'
>;

/**
 * Origins that signed URLs can point to, as a browser sees them: the public endpoint (bucket in the path or in
 * front of the host) and CloudFront where configured. AWS's own endpoint when a bucket is named without one.
 */
export function bucketOrigins(env: StorageEnv): string[] {
  const given = env.S3_PUBLIC_ENDPOINT ?? env.S3_ENDPOINT;
  const endpoint = given ?? (env.S3_BUCKET ? `https://s3.${env.S3_REGION}.amazonaws.com` : undefined);
  const origins: string[] = [];
  if (endpoint) {
    const url = new URL(endpoint);
    if (!env.S3_FORCE_PATH_STYLE && env.S3_BUCKET) url.host = `${env.S3_BUCKET}.${url.host}`;
    origins.push(url.origin);
  }
  if (env.CLOUDFRONT_DOMAIN) {
    const domain = env.CLOUDFRONT_DOMAIN;
    origins.push(new URL(domain.includes('://') ? domain : `https://${domain}`).origin);
  }
  return origins;
}

/**
 * The Content-Security-Policy of a page. Scripts run by nonce only ('strict-dynamic' lets Next load its
 * chunks); style *attributes* are allowed because React renders them on the server, style elements are not.
 * `development` loosens what React's and Next's debugging needs. Source: CSP level 3; Next.js CSP guide.
 */
export function contentSecurityPolicy(options: {
  nonce: string;
  origins: string[];
  development: boolean;
}): string {
  const { nonce, origins, development } = options;
  const storage = origins.map((origin) => ` ${origin}`).join('');
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:${storage}`,
    `media-src 'self' blob:${storage}`,
    `connect-src 'self'${development ? ' ws: wss:' : ''}${storage}`,
    `frame-src 'self' blob:${storage}`,
    `form-action 'self'${storage}`,
    `font-src 'self'`,
    `worker-src 'self' blob:`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; ');
}
