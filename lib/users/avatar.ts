import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { CreateAvatar, CreatedAvatar } from '@/lib/contracts/account';
import { AppError, notFound, unavailable } from '@/lib/contracts/errors';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';
import { avatarKey } from '@/lib/storage/keys';
import { putObject } from '@/lib/storage/put-object';
import { readExactly } from '@/lib/storage/read-exactly';
import { avatarUrl } from './avatar-url';
import { leftoverEnd, stagePicture } from './stage-picture';
import { toAvatar } from './to-avatar';

const uploadReason = (userId: string) => `photo upload of ${userId}`;

/** Signs the upload of a photo; see stagePicture. */
export function createAvatar(
  actor: UserActor,
  { size, type }: z.infer<typeof CreateAvatar>,
): Promise<z.infer<typeof CreatedAvatar>> {
  return stagePicture({ sizeBytes: size, type, name: 'photo', reason: uploadReason(actor.userId) });
}

const refused = (detail: string) => new AppError('verification_failed', { detail });

/** The uploaded bytes, exactly as declared. They pass through here as through the thumbnail worker, 8 MiB at most. */
async function readStaged(key: string, declaredBytes: number): Promise<Buffer> {
  const staged = await readExactly(key, declaredBytes);
  switch (staged.outcome) {
    case 'read':
      return staged.bytes;
    case 'missing':
      throw new AppError('upload_incomplete', { detail: 'The photo has not arrived yet. Upload it again.' });
    case 'another_size':
      throw refused('The photo has another size than was announced. Choose it again.');
    default:
      return staged satisfies never;
  }
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
      notBefore: leftoverEnd(),
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
