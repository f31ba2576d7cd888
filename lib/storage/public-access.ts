import 'server-only';
import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { atBorder, defaultStorage, type StorageHandle } from './client';
import { orRefusal, type Reading, type Refusal } from './configuration';
import { isStorageError } from './errors';

/** S3's four switches against public objects; all on is what a private bucket wants. */
export interface PublicAccessBlock {
  blockPublicAcls: boolean;
  ignorePublicAcls: boolean;
  blockPublicPolicy: boolean;
  restrictPublicBuckets: boolean;
}

/** The four switches as they are; all off when the provider knows them but none was ever set. */
export async function readPublicAccessBlock(
  on: StorageHandle = defaultStorage(),
): Promise<Reading<PublicAccessBlock>> {
  const answer = await orRefusal('s3:GetBucketPublicAccessBlock', () => current(on));
  if (!answer.done) return { readable: false, refusal: answer.refusal };
  return { readable: true, current: answer.value };
}

/** Turns all four switches on. Returns the refusal when the provider would not, null when they are on. */
export async function blockPublicAccess(on: StorageHandle = defaultStorage()): Promise<Refusal | null> {
  const command = new PutPublicAccessBlockCommand({
    Bucket: on.config.bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  });
  const answer = await orRefusal('s3:PutBucketPublicAccessBlock', () =>
    atBorder('PutPublicAccessBlock', () => on.client.send(command)),
  );
  return answer.done ? null : answer.refusal;
}

async function current(on: StorageHandle): Promise<PublicAccessBlock> {
  const command = new GetPublicAccessBlockCommand({ Bucket: on.config.bucket });
  try {
    const answer = await atBorder('GetPublicAccessBlock', () => on.client.send(command));
    const switches = answer.PublicAccessBlockConfiguration;
    return {
      blockPublicAcls: switches?.BlockPublicAcls ?? false,
      ignorePublicAcls: switches?.IgnorePublicAcls ?? false,
      blockPublicPolicy: switches?.BlockPublicPolicy ?? false,
      restrictPublicBuckets: switches?.RestrictPublicBuckets ?? false,
    };
  } catch (error) {
    if (!isStorageError(error, 'not_found')) throw error;
    return {
      blockPublicAcls: false,
      ignorePublicAcls: false,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    };
  }
}
