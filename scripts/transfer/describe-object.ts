import { HeadObjectCommand, type HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { StorageHandle } from '@/lib/storage/client';
import { unquoted } from '@/lib/storage/head-object';
import { partLengthBytes, planParts } from '@/lib/storage/parts';
import { partCountOf } from './etag';

const text = z.string().optional();

/** Everything needed to write an object again so that nobody can tell it from the first: an ETag depends on the parts. */
export const ObjectDescription = z.strictObject({
  key: z.string().min(1),
  sizeBytes: z.number().int().min(0),
  etag: z.string(),
  /** Sizes of the parts it was uploaded in; null for a plain PUT. */
  partSizes: z.array(z.number().int().min(0)).nullable(),
  /** false: the engine does not tell the sizes of parts (Ceph 16); they are those that Sluice itself would have made. */
  arePartsKnown: z.boolean(),
  headers: z.strictObject({
    ContentType: text,
    CacheControl: text,
    ContentDisposition: text,
    ContentEncoding: text,
    ContentLanguage: text,
    Metadata: z.record(z.string(), z.string()).optional(),
  }),
});
export type ObjectDescription = z.infer<typeof ObjectDescription>;

/** Head of an object with the sizes of its parts. Throws the SDK's NotFound. */
export async function describeObject(key: string, on: StorageHandle): Promise<ObjectDescription> {
  const head = await headPart(key, on);
  const sizeBytes = head.ContentLength ?? 0;
  const etag = unquoted(head.ETag);
  const { ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Metadata } = head;
  const headers = { ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage };
  const count = partCountOf(etag);
  const told = count === null ? null : await readPartSizes({ key, count, sizeBytes, on });
  return {
    key,
    sizeBytes,
    etag,
    partSizes: count === null ? null : (told ?? plannedParts(sizeBytes, count)),
    arePartsKnown: count === null || told !== null,
    headers: { ...headers, ...(Object.keys(Metadata ?? {}).length > 0 ? { Metadata } : {}) },
  };
}

type Parts = { key: string; count: number; sizeBytes: number; on: StorageHandle };

/**
 * Sizes of the parts of an object: equal ones but for the last need two questions, others are asked for one by one.
 * null when the engine does not know partNumber and answers with the whole.
 */
async function readPartSizes({ key, count, sizeBytes, on }: Parts): Promise<number[] | null> {
  if (count === 1) return [sizeBytes];
  const first = (await headPart(key, on, 1)).ContentLength ?? 0;
  if (first === sizeBytes) return null;
  const last = (await headPart(key, on, count)).ContentLength ?? 0;
  if (first * (count - 1) + last === sizeBytes)
    return Array.from({ length: count }, (_, i) => (i === count - 1 ? last : first));
  const sizes: number[] = [];
  for (let number = 1; number <= count; number++)
    sizes.push((await headPart(key, on, number)).ContentLength ?? 0);
  return sizes;
}

/** The parts an upload by Sluice had, or null when that would be another number of them. */
function plannedParts(sizeBytes: number, count: number): number[] | null {
  const plan = planParts(sizeBytes);
  if (plan.partCount !== count) return null;
  return Array.from({ length: count }, (_, i) => partLengthBytes(plan, i + 1));
}

function headPart(key: string, on: StorageHandle, part?: number): Promise<HeadObjectCommandOutput> {
  return on.client.send(
    new HeadObjectCommand({
      Bucket: on.config.bucket,
      Key: key,
      ...(part === undefined ? {} : { PartNumber: part }),
    }),
  );
}
