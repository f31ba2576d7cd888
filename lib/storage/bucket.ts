import 'server-only';
import { type BucketLocationConstraint, CreateBucketCommand } from '@aws-sdk/client-s3';
import { env } from '@/lib/platform/env';
import { isReadableByAnyone } from './anonymous';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { applyCors, planCors } from './cors';
import { StorageError } from './errors';
import { markerKey } from './keys';
import { ensureMarker, type InstallationMarker } from './marker';

export interface EnsureStorageRequest extends InstallationMarker {
  /** The origins that people's browsers open the app at. */
  publicOrigins: readonly string[];
  /** Go on although anybody can read the bucket; SLUICE_ALLOW_PUBLIC_BUCKET by default. */
  allowPublicBucket?: boolean;
}

/**
 * Makes storage ready at start and returns the marker as the bucket has it. The embedded bucket is created and
 * gets its CORS; an external one is only looked at: it may be shared. Throws no_bucket, foreign_installation,
 * public_bucket.
 */
export async function ensureStorage(
  request: EnsureStorageRequest,
  on: StorageHandle = defaultStorage(),
): Promise<InstallationMarker> {
  const { publicOrigins, installationId, epoch } = request;
  if (on.config.embedded) await createBucket(on);
  const marker = await ensureMarker({ installationId, epoch }, on);
  const allowPublicBucket = request.allowPublicBucket ?? env().SLUICE_ALLOW_PUBLIC_BUCKET;
  if (!allowPublicBucket) await refusePublicBucket(on);
  if (on.config.embedded) await applyCors(await planCors({ publicOrigins }, on), on);
  return marker;
}

/** Creates the bucket; one that is ours already is fine. */
export async function createBucket(on: StorageHandle = defaultStorage()): Promise<void> {
  const { bucket, region, endpoint } = on.config;
  // Only AWS itself wants a region spelled out, and there never for us-east-1; others refuse unknown names.
  const isElsewhere = region !== 'us-east-1' && /\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);
  const where = { LocationConstraint: region as BucketLocationConstraint };
  try {
    await atBorder('CreateBucket', () =>
      on.client.send(
        new CreateBucketCommand({ Bucket: bucket, ...(isElsewhere && { CreateBucketConfiguration: where }) }),
      ),
    );
  } catch (error) {
    if (error instanceof StorageError && error.providerCode === 'BucketAlreadyOwnedByYou') return;
    throw error;
  }
}

async function refusePublicBucket(on: StorageHandle): Promise<void> {
  if (!(await isReadableByAnyone(markerKey(on.config.prefix), on))) return;
  throw new StorageError({
    kind: 'public_bucket',
    operation: 'ProbeAnonymousRead',
    providerMessage: `anybody can read or list bucket ${on.config.bucket} without signing`,
  });
}
