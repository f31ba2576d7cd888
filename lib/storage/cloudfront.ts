import 'server-only';
import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { encodePath, encodeUri } from './uri';

/** A distribution in front of the bucket: its domain, and the key pair of its trusted key group. */
export interface CloudFront {
  domain: string;
  keyPairId: string;
  /** PEM; a key written on one line with `\n` between is fine. */
  privateKey: string;
}

/**
 * A GET through CloudFront until expiresAt. The distribution must forward `response-*` query strings to S3 (origin
 * request policy) and count them in its cache key; access to the bucket is the distribution's own (OAC).
 * Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-urls.html
 */
export function signForCloudFront(
  request: { key: string; query: readonly (readonly [name: string, value: string])[]; expiresAt: Date },
  by: CloudFront,
): string {
  const query = request.query.map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`).join('&');
  return getSignedUrl({
    url: `https://${by.domain}/${encodePath(request.key)}?${query}`,
    keyPairId: by.keyPairId,
    privateKey: by.privateKey.replaceAll('\\n', '\n'),
    dateLessThan: request.expiresAt,
  });
}
