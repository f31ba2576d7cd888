import 'server-only';
import { type Env, env } from '@/lib/platform/env';
import type { CloudFront } from './cloudfront';
import { StorageError } from './errors';

/** Where objects live: one bucket on one endpoint, everything of ours under prefix (empty or ending in "/"). */
export interface StorageConfig {
  /** What this server talks to. */
  endpoint: string;
  /** What browsers and scripts talk to; the host is part of every signature. */
  publicEndpoint: string;
  bucket: string;
  prefix: string;
  region: string;
  forcePathStyle: boolean;
  /** The launcher runs this bucket for us alone, so it may be configured without asking. */
  embedded: boolean;
  /** Downloads go through this distribution when it is there. */
  cloudFront?: CloudFront | undefined;
}

/** Used while S3_PREFIX is unset. The installation that owns it is named by the marker object inside it. */
const DEFAULT_PREFIX = 'sluice/';

/** Reads the storage part of an environment. Without S3_ENDPOINT it is AWS in S3_REGION. Throws not_configured. */
export function toStorageConfig(source: Env): StorageConfig {
  if (!source.S3_BUCKET) {
    throw new StorageError({
      kind: 'not_configured',
      operation: 'Configure',
      providerMessage: 'S3_BUCKET is not set',
    });
  }
  const endpoint = source.S3_ENDPOINT ?? awsEndpoint(source.S3_REGION);
  return {
    endpoint,
    publicEndpoint: source.S3_PUBLIC_ENDPOINT ?? endpoint,
    bucket: source.S3_BUCKET,
    prefix: source.S3_PREFIX ?? DEFAULT_PREFIX,
    region: source.S3_REGION,
    forcePathStyle: source.S3_FORCE_PATH_STYLE,
    embedded: source.S3_EMBEDDED,
    cloudFront: toCloudFront(source),
  };
}

/** The environment's schema sees to it that all three are there or none. */
function toCloudFront(source: Env): CloudFront | undefined {
  const {
    CLOUDFRONT_DOMAIN: domain,
    CLOUDFRONT_KEY_PAIR_ID: keyPairId,
    CLOUDFRONT_PRIVATE_KEY: privateKey,
  } = source;
  return domain && keyPairId && privateKey ? { domain, keyPairId, privateKey } : undefined;
}

/** Source: https://docs.aws.amazon.com/general/latest/gr/s3.html (China is a partition of its own). */
function awsEndpoint(region: string): string {
  return `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

let cached: StorageConfig | undefined;

/** This process's storage configuration, read once. Throws not_configured. */
export function storageConfig(): StorageConfig {
  cached ??= toStorageConfig(env());
  return cached;
}
