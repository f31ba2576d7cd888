import { describe, expect, it } from 'vitest';
import { bucketOrigins, contentSecurityPolicy } from './security-headers';

const aws = { S3_BUCKET: 'photos', S3_REGION: 'eu-central-1', S3_FORCE_PATH_STYLE: false } as const;

describe('bucketOrigins', () => {
  it('prefers the public endpoint over the internal one', () => {
    const env = { ...aws, S3_ENDPOINT: 'http://minio:9000', S3_PUBLIC_ENDPOINT: 'https://s3.example.com' };
    expect(bucketOrigins({ ...env, S3_FORCE_PATH_STYLE: true })).toEqual(['https://s3.example.com']);
  });

  it('puts the bucket in front of the host where the style says so', () => {
    expect(bucketOrigins(aws)).toEqual(['https://photos.s3.eu-central-1.amazonaws.com']);
  });

  it('adds CloudFront, and names nothing when nothing is configured', () => {
    expect(bucketOrigins({ ...aws, CLOUDFRONT_DOMAIN: 'd1.cloudfront.net' })).toContain(
      'https://d1.cloudfront.net',
    );
    expect(bucketOrigins({ S3_REGION: 'us-east-1', S3_FORCE_PATH_STYLE: true })).toEqual([]);
  });
});

describe('contentSecurityPolicy', () => {
  const policy = (development: boolean) =>
    contentSecurityPolicy({ nonce: 'abc', origins: ['http://localhost:3001'], development });

  it('runs scripts by nonce only and never lets inline or eval through in production', () => {
    const scripts = policy(false)
      .split('; ')
      .find((directive) => directive.startsWith('script-src '));
    expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'");
  });

  it('lets the browser talk to the bucket and to nobody else', () => {
    for (const name of ['connect-src', 'img-src', 'media-src', 'frame-src', 'form-action']) {
      const directive = policy(false)
        .split('; ')
        .find((entry) => entry.startsWith(`${name} `));
      expect(directive).toContain('http://localhost:3001');
      expect(directive).not.toContain('*');
    }
  });

  it('forbids frames around us, plugins and base elements', () => {
    expect(policy(false)).toContain("frame-ancestors 'none'");
    expect(policy(false)).toContain("object-src 'none'");
    expect(policy(false)).toContain("base-uri 'none'");
  });
});
