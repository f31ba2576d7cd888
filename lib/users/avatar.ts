import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { type CreateAvatar, type CreatedAvatar, maxAvatarBytes } from '@/lib/contracts/account';
import { AppError, notFound, unavailable } from '@/lib/contracts/errors';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';
import { getObjectStream } from '@/lib/storage/get-object';
import { findObject } from '@/lib/storage/head-object';
import { avatarKey, stagingKey } from '@/lib/storage/keys';
import { presignPut } from '@/lib/storage/presign';
import { putObject } from '@/lib/storage/put-object';
import { avatarUrl } from './avatar-url';
import { toAvatar } from './to-avatar';

const urlSeconds = 900;
/** A PUT that began at the URL's end and takes 8 MiB over the slowest line is over by then (RULES 5). */
const leftoverSeconds = urlSeconds + 3_600;

const later = (seconds: number) => new Date(Date.now() + seconds * 1000);
const uploadReason = (userId: string) => `photo upload of ${userId}`;

/**
 * Signs the upload of a photo to a staging key. Its row is the outbox's: written before the URL, it says whose the
 * upload is and has the object deleted afterwards, whatever happens in between.
 */
export async function createAvatar(
  actor: UserActor,
  { size, type }: z.infer<typeof CreateAvatar>,
): Promise<z.infer<typeof CreatedAvatar>> {
  const id = uuidv7();
  const key = stagingKey(id);
  await db().objectDeletion.create({
    data: {
      id,
      objectKey: key,
      sizeBytes: size,
      reason: uploadReason(actor.userId),
      notBefore: later(leftoverSeconds),
    },
  });
  const signed = await presignPut({
    key,
    sizeBytes: size,
    contentType: type,
    createOnly: false,
    expiresInSeconds: urlSeconds,
  });
  const extension = type.replace('image/', '').replace('jpeg', 'jpg');
  return {
    id,
    presign: {
      url: signed.url,
      method: signed.method,
      headers: signed.headers,
      key,
      name: `photo.${extension}`,
      extension,
      mime: type,
      size,
      expiresIn: signed.expiresInSeconds,
      expiresAt: signed.expiresAt.toISOString(),
    },
  };
}

const refused = (detail: string) => new AppError('verification_failed', { detail });

/** The uploaded bytes, exactly as declared. They pass through here as through the thumbnail worker, 8 MiB at most. */
async function readStaged(key: string, declaredBytes: number): Promise<Buffer> {
  const head = await findObject(key);
  if (!head) {
    throw new AppError('upload_incomplete', { detail: 'The photo has not arrived yet. Upload it again.' });
  }
  if (head.sizeBytes !== declaredBytes || head.sizeBytes > maxAvatarBytes) {
    throw refused('The photo has another size than was announced. Choose it again.');
  }
  const { stream } = await getObjectStream(key, undefined, { ifMatchEtag: head.etag });
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/**
 * Makes the uploaded photo actor's: size, type and pixels checked, drawn anew as a 256 px WebP without its metadata.
 * Returns its URL. Repeating it shows the same photo. Throws not_found, upload_incomplete, verification_failed.
 */
export async function completeAvatar(actor: UserActor, id: string): Promise<{ avatarUrl: string }> {
  const upload = await db().objectDeletion.findFirst({ where: { id, reason: uploadReason(actor.userId) } });
  if (!upload) throw notFound('No such photo upload');
  const picture = await toAvatar(await readStaged(upload.objectKey, Number(upload.sizeBytes)));
  if (!picture)
    throw refused(
      'This is not a picture that can be read. Use a JPEG, PNG or WebP of at most 40 megapixels.',
    );

  const key = avatarKey(actor.userId, uuidv7());
  // Until the transaction below keeps it, the new object is one to delete.
  const { id: leftoverId } = await db().objectDeletion.create({
    data: {
      objectKey: key,
      sizeBytes: picture.length,
      reason: 'photo not used',
      notBefore: later(leftoverSeconds),
    },
  });
  await putObject({
    key,
    body: picture,
    contentType: 'image/webp',
    cacheControl: 'private, max-age=3600',
  });
  await transaction(async (tx) => {
    const kept = await tx.objectDeletion.deleteMany({ where: { id: leftoverId } });
    if (kept.count === 0) throw unavailable('The storage');
    await replaceAvatar(tx, actor, key);
    await recordAudit(tx, actor, {
      action: 'user.photo_changed',
      target: { type: 'user', id: actor.userId, text: actor.email },
    });
  });
  const url = await avatarUrl({ id: actor.userId, avatarKey: key });
  if (url === null) throw unavailable('The storage');
  return { avatarUrl: url };
}

/** Sets the photo; the object of the one before goes into the outbox. */
async function replaceAvatar(tx: Tx, actor: UserActor, key: string | null): Promise<boolean> {
  const [before] = await tx.$queryRaw<{ avatarKey: string | null }[]>`
    SELECT "avatarKey" FROM "User" WHERE "id" = ${actor.userId}::uuid FOR UPDATE`;
  if (!before || before.avatarKey === key) return false;
  await tx.user.update({ where: { id: actor.userId }, data: { avatarKey: key } });
  if (before.avatarKey !== null) {
    await tx.objectDeletion.create({ data: { objectKey: before.avatarKey, reason: 'photo replaced' } });
    await enqueue(tx, 'delete-objects', {}, { jobKey: 'delete-objects' });
  }
  return true;
}

/** Removes actor's photo; repeating it changes nothing. */
export async function deleteAvatar(actor: UserActor): Promise<void> {
  await transaction(async (tx) => {
    if (!(await replaceAvatar(tx, actor, null))) return;
    await recordAudit(tx, actor, {
      action: 'user.photo_removed',
      target: { type: 'user', id: actor.userId, text: actor.email },
    });
  });
}
