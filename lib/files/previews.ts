import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { isPermitted } from '@/lib/access/can';
import { AppError, changedMeanwhile, conflict, forbidden, notFound } from '@/lib/contracts/errors';
import type {
  CompleteFilePreview,
  CreatedFilePreview,
  CreateFilePreview,
  FileDto,
} from '@/lib/contracts/files';
import { hasDuration, takesDimensions, takesPreview } from '@/lib/contracts/previewable';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { enqueue } from '@/lib/platform/queue';
import { findObject } from '@/lib/storage/head-object';
import { createPresigner } from '@/lib/storage/presign';
import { getPolicy } from '@/lib/users/policy';
import { stagePicture } from '@/lib/users/stage-picture';
import { getOwnedFile } from './get-file';
import { type FileRow, toFileDto } from './to-file-dto';

/** Ties an uploaded picture to the content it shows: the key is that content's, and nobody else knows it. */
const previewReason = (objectKey: string) => `preview of ${objectKey}`;

/** A picture is drawn or being drawn: another would not be looked at. */
const isSettled = ({ thumbnailState }: FileRow) => thumbnailState === 'pending' || thumbnailState === 'ready';

const typeRefused = (detail: string) => new AppError('type_refused', { detail });

/** A picture is written to the bucket like any upload. */
async function requireMayUpload(actor: UserActor): Promise<void> {
  if (isPermitted(actor, await getPolicy(), 'mayUpload')) return;
  throw forbidden('Uploading is switched off for your account. Ask an admin.');
}

/** actor's live file, still with the content that etag names. Throws not_found, precondition_failed. */
async function getShown(
  actor: UserActor,
  { fileId, etag }: { fileId: string; etag: string },
  tx: Tx = db(),
): Promise<FileRow> {
  const file = await getOwnedFile(actor, { id: fileId, trashed: false }, tx);
  if (file.etag !== etag) throw changedMeanwhile();
  return file;
}

/**
 * Signs the upload of a picture of a video or PDF. Throws not_found, conflict where the file has one, type_refused
 * where the server draws it itself, precondition_failed where the content is another one by now, forbidden.
 */
export async function createFilePreview(
  actor: UserActor,
  { fileId, etag, size, type }: CreateFilePreview & { fileId: string },
): Promise<CreatedFilePreview> {
  await requireMayUpload(actor);
  const file = await getShown(actor, { fileId, etag });
  if (!takesPreview(file.mime)) throw typeRefused('Previews are taken for videos and PDFs only.');
  if (isSettled(file)) throw conflict('This file has its picture already.');
  return stagePicture({
    sizeBytes: size,
    type,
    name: 'preview',
    reason: previewReason(file.objectKey),
    maxUrlSeconds: actor.token?.urlSeconds,
  });
}

type Complete = Omit<CompleteFilePreview, 'id'> & { fileId: string; previewId?: string | undefined };

/**
 * Notes what the uploader measured, and has the worker draw the uploaded picture anew. Repeated, or for a file whose
 * picture another call was faster with, the picture is left alone. Throws not_found, upload_incomplete,
 * verification_failed, precondition_failed, type_refused, forbidden.
 */
export async function completeFilePreview(
  actor: UserActor,
  { fileId, etag, previewId, ...seen }: Complete,
): Promise<FileDto> {
  await requireMayUpload(actor);
  const before = await getShown(actor, { fileId, etag });
  checkClaims(before, { previewId, ...seen });
  if (previewId && !isSettled(before)) await checkUploaded(before, previewId);
  const file = await transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "File" WHERE "id" = ${fileId}::uuid FOR UPDATE`;
    const current = await getShown(actor, { fileId, etag }, tx);
    const isNew = previewId !== undefined && !isSettled(current);
    await tx.file.update({
      where: { id: fileId },
      data: { ...seen, ...(isNew ? { thumbnailState: 'pending' } : {}) },
    });
    if (isNew) await enqueue(tx, 'preview', { objectKey: current.objectKey, previewId });
    return getOwnedFile(actor, { id: fileId }, tx);
  });
  return toFileDto(file, await createPresigner());
}

/** Only what a file of this type has, and what nobody else measures. */
function checkClaims(
  { mime }: FileRow,
  {
    previewId,
    width,
    height,
    durationSeconds,
  }: Pick<Complete, 'previewId' | 'width' | 'height' | 'durationSeconds'>,
): void {
  if (previewId !== undefined && !takesPreview(mime))
    throw typeRefused('Previews are taken for videos and PDFs only.');
  if (durationSeconds !== undefined && !hasDuration(mime))
    throw typeRefused('Only videos and recordings have a length.');
  if ((width !== undefined || height !== undefined) && !takesDimensions(mime))
    throw typeRefused('Width and height are taken for videos only.');
}

/** Throws unless the picture lies there as it was announced. */
async function checkUploaded({ objectKey }: FileRow, previewId: string): Promise<void> {
  const reason = previewReason(objectKey);
  const staged = await db().objectDeletion.findFirst({ where: { id: previewId, reason } });
  if (!staged) throw notFound('No such preview');
  const head = await findObject(staged.objectKey);
  if (!head)
    throw new AppError('upload_incomplete', { detail: 'The picture has not arrived yet. Upload it again.' });
  if (head.sizeBytes !== Number(staged.sizeBytes))
    throw new AppError('verification_failed', { detail: 'The picture has another size than was announced.' });
}
