import 'server-only';
import { S3Client } from '@aws-sdk/client-s3';
import { type StorageConfig, storageConfig } from './config';
import { addContentMd5 } from './content-md5';
import { toStorageError } from './errors';

/** A key pair, with a session token and an end when it is a borrowed one. */
export interface StorageCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
  expiration?: Date | undefined;
}

/** One open bucket: what every function here takes last, the process's own by default. */
export interface StorageHandle {
  config: StorageConfig;
  client: S3Client;
  /** Cached by the SDK and renewed before they end. Throws StorageError bad_credentials. */
  credentials(): Promise<StorageCredentials>;
  /** Server time as the bucket last showed it, in ms: the SDK learns the offset from a skew error. */
  now(): number;
}

/**
 * Opens a bucket. Without credentials the AWS SDK's own chain finds them (environment, profile, role).
 * Checksums only where S3 demands them: the SDK's default puts the CRC32 of an empty body into presigned PUTs
 * and streams that Ceph and Swift refuse.
 */
export function openStorage(config: StorageConfig, credentials?: StorageCredentials): StorageHandle {
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    ...(credentials && { credentials }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    retryMode: 'standard',
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: 5_000,
      // No answer at all for this long: the connection is dead. CompleteMultipartUpload and CopyObject of large
      // objects send white space meanwhile, and answer within minutes.
      socketTimeout: 120_000,
      httpAgent: { keepAlive: true, maxSockets: 64 },
      httpsAgent: { keepAlive: true, maxSockets: 64 },
    },
  });
  addContentMd5(client);
  return {
    config,
    client,
    credentials: () => atBorder('ResolveCredentials', () => client.config.credentials()),
    now: () => Date.now() + client.config.systemClockOffset,
  };
}

let cached: StorageHandle | undefined;

/** The bucket of this process's environment, opened once. Throws not_configured. */
export function defaultStorage(): StorageHandle {
  cached ??= openStorage(storageConfig());
  return cached;
}

/** Runs one provider call; whatever it throws leaves as a StorageError that names the operation. */
export async function atBorder<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toStorageError(operation, error);
  }
}
