import { z } from 'zod';
import { openStorage, type StorageHandle } from '@/lib/storage/client';
import type { StorageConfig } from '@/lib/storage/config';
import { PlainError } from '../plain-error';

const Target = z.object({
  S3_TARGET_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_TARGET_BUCKET: z.string().min(3),
  S3_TARGET_REGION: z.string().min(1).default('us-east-1'),
  S3_TARGET_FORCE_PATH_STYLE: z.enum(['true', 'false']).default('true'),
  S3_TARGET_ACCESS_KEY_ID: z.string().min(1),
  S3_TARGET_SECRET_ACCESS_KEY: z.string().min(1),
});

/** The bucket to move to, as the environment names it. Keys keep the source's prefix. Throws PlainError. */
export function openTarget(
  variables: Record<string, string | undefined>,
  source: StorageConfig,
): StorageHandle {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = Target.safeParse(present);
  if (!result.success)
    throw new PlainError(
      `The bucket to move to is named by S3_TARGET_ variables:\n${result.error.issues
        .map((issue) => `  - ${issue.path.join('.')}: ${issue.message}`)
        .join('\n')}`,
    );
  const target = result.data;
  const region = target.S3_TARGET_REGION;
  const endpoint = target.S3_TARGET_ENDPOINT?.replace(/\/+$/, '') ?? `https://s3.${region}.amazonaws.com`;
  const config: StorageConfig = {
    endpoint,
    publicEndpoint: endpoint,
    bucket: target.S3_TARGET_BUCKET,
    prefix: source.prefix,
    region,
    forcePathStyle: target.S3_TARGET_FORCE_PATH_STYLE === 'true',
    embedded: false,
  };
  if (endpoint === source.endpoint && config.bucket === source.bucket)
    throw new PlainError('S3_TARGET_ENDPOINT and S3_TARGET_BUCKET name the bucket that is in use already.');
  return openStorage(config, {
    accessKeyId: target.S3_TARGET_ACCESS_KEY_ID,
    secretAccessKey: target.S3_TARGET_SECRET_ACCESS_KEY,
  });
}
