import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { PictureType, Presign } from '@/lib/contracts/common';
import { db } from '@/lib/platform/db';
import { stagingKey } from '@/lib/storage/keys';
import { presignPut } from '@/lib/storage/presign';

const urlSeconds = 900;
/** A PUT that began at the URL's end and takes 8 MiB over the slowest line is over by then (RULES 5). */
const leftoverSeconds = urlSeconds + 3_600;

/** When an object that was written for one purpose may be deleted, whatever became of it. */
export const leftoverEnd = (): Date => new Date(Date.now() + leftoverSeconds * 1000);

type Picture = {
  sizeBytes: number;
  type: PictureType;
  /** Without its extension. */
  name: string;
  /** Says what the picture is for; only who knows it finds the row again. */
  reason: string;
  /** A token may ask for shorter URLs. */
  maxUrlSeconds?: number | null | undefined;
};

/**
 * Signs the upload of a picture to a staging key. Its row is the outbox's: written before the URL, it says what the
 * upload is for and has the object deleted afterwards, whatever happens in between.
 */
export async function stagePicture({
  sizeBytes,
  type,
  name,
  reason,
  maxUrlSeconds,
}: Picture): Promise<{ id: string; presign: Presign }> {
  const id = uuidv7();
  const key = stagingKey(id);
  await db().objectDeletion.create({
    data: { id, objectKey: key, sizeBytes, reason, notBefore: leftoverEnd() },
  });
  const signed = await presignPut({
    key,
    sizeBytes,
    contentType: type,
    createOnly: false,
    expiresInSeconds: Math.min(urlSeconds, maxUrlSeconds ?? urlSeconds),
  });
  const extension = type.replace('image/', '').replace('jpeg', 'jpg');
  return {
    id,
    presign: {
      url: signed.url,
      method: signed.method,
      headers: signed.headers,
      key,
      name: `${name}.${extension}`,
      extension,
      mime: type,
      size: sizeBytes,
      expiresIn: signed.expiresInSeconds,
      expiresAt: signed.expiresAt.toISOString(),
    },
  };
}
