import 'server-only';
import { randomBytes } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetBucketAclCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { atBorder, type StorageHandle } from '../client';
import { isStorageError } from '../errors';

/** A right that the least policy does not give, and a harmless request that needs it. */
type Trial = { right: string; send: (on: StorageHandle) => Promise<unknown> };

/** What is asked for does not exist: a grant is seen by another answer than "denied", and nothing is changed. */
const nowhere = () => `sluice-doctor-${randomBytes(16).toString('hex')}`;

const wholeBucket: Trial[] = [
  {
    right: 's3:ListBucket on the whole bucket',
    send: ({ client, config }) =>
      client.send(new ListObjectsV2Command({ Bucket: config.bucket, Prefix: nowhere(), MaxKeys: 1 })),
  },
  {
    right: 's3:GetObject on the whole bucket',
    send: ({ client, config }) =>
      client.send(new GetObjectCommand({ Bucket: config.bucket, Key: nowhere() })),
  },
  {
    right: 's3:DeleteObject on the whole bucket',
    send: ({ client, config }) =>
      client.send(new DeleteObjectCommand({ Bucket: config.bucket, Key: nowhere() })),
  },
];

const always: Trial[] = [
  { right: 's3:ListAllMyBuckets', send: ({ client }) => client.send(new ListBucketsCommand({})) },
  {
    right: 's3:GetBucketAcl',
    send: ({ client, config }) => client.send(new GetBucketAclCommand({ Bucket: config.bucket })),
  },
  {
    right: 's3:GetBucketVersioning',
    send: ({ client, config }) => client.send(new GetBucketVersioningCommand({ Bucket: config.bucket })),
  },
];

/** Rights of the key that the least policy does not give, found without changing anything. Throws unavailable. */
export async function probeExtraRights(on: StorageHandle): Promise<string[]> {
  const trials = [...(on.config.prefix === '' ? [] : wholeBucket), ...always];
  const granted = await Promise.all(
    trials.map(async (trial) => ((await isGranted(trial, on)) ? [trial.right] : [])),
  );
  return granted.flat();
}

async function isGranted({ right, send }: Trial, on: StorageHandle): Promise<boolean> {
  try {
    await atBorder(right, () => send(on));
    return true;
  } catch (error) {
    // Asking for what is not there and being told so needs the right; "not implemented" says nothing.
    if (isStorageError(error, 'not_found')) return true;
    if (isStorageError(error, 'unavailable')) throw error;
    return false;
  }
}
