import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UserActor } from '@/lib/access/actor';
import { AppError, conflict, notFound, toProblem } from '@/lib/contracts/errors';
import type { FileDto } from '@/lib/contracts/files';
import type { CompleteUpload, CompleteUploadsResult, RefusalReason } from '@/lib/contracts/uploads';
import { fileInclude, toFileDto } from '@/lib/files/to-file-dto';
import { db } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';
import { createPresigner, type Presigner } from '@/lib/storage/presign';
import { toAppError } from '@/lib/storage/to-app-error';
import type { ClaimedPart } from './assemble';
import { takeForCompletion } from './lease';
import { settleUploads } from './settle';
import type { UploadRow } from './to-upload-dto';

/** How long a caller waits for an answer; then 202, and the work goes on. */
const answerWithinMs = 20_000;
/** How often a caller looks whether another one, maybe on another instance, has finished the same upload. */
const lookEveryMs = 150;

export type Completion = { file: FileDto } | { state: 'verifying' } | { error: AppError };

const refusalSentences: Record<RefusalReason, string> = {
  size_mismatch: 'The stored file has another size than announced, so it was removed. Upload it again.',
  type_mismatch: 'The content is not what its name says, so the file was removed.',
  type_refused: 'Files of this kind are not accepted here, so it was removed.',
  checksum_mismatch: 'The stored bytes differ from those sent, so they were removed. Upload the file again.',
  missing: 'The bytes never arrived. Upload the file again.',
  quota: 'The storage was full when the file arrived, so it was removed. Free some space first.',
  policy: 'The rules of this installation do not accept this file, so it was removed.',
};

/** A refusal as the error that its uploader sees. */
export function refused(reason: RefusalReason): AppError {
  const code =
    reason === 'type_refused' || reason === 'policy'
      ? 'type_refused'
      : reason === 'quota'
        ? 'quota_exceeded'
        : 'verification_failed';
  return new AppError(code, {
    detail: refusalSentences[reason],
    errors: [{ path: 'reason', message: reason }],
  });
}

type Progress = Completion | { state: 'open' };

/** What a row says by itself, without looking at the bucket. Pure but for the file it names. */
function progressOf(row: UploadRow | undefined, file: (id: string) => FileDto | null): Progress {
  if (!row) return { error: notFound('No such upload') };
  switch (row.state) {
    case 'ready': {
      const made = row.fileId ? file(row.fileId) : null;
      return made ? { file: made } : { error: notFound('The file of this upload was deleted; nothing') };
    }
    case 'refused':
      return { error: refused((row.reason ?? 'missing') as RefusalReason) };
    case 'cancelled':
      return { error: conflict('This upload was cancelled. Add the file again to upload it anew.') };
    case 'expired':
      return { error: conflict('This upload has expired. Add the file again to upload it anew.') };
    case 'pending':
    case 'uploading':
      return { state: 'open' };
    case 'completing':
    case 'verifying':
      return { state: 'verifying' };
    default:
      return row.state satisfies never;
  }
}

async function look(actor: UserActor, ids: string[], presigner: Presigner): Promise<Map<string, Progress>> {
  const rows = await db().upload.findMany({ where: { id: { in: ids }, ownerId: actor.userId } });
  const fileIds = rows.flatMap(({ fileId }) => fileId ?? []);
  const files = await db().file.findMany({
    where: { id: { in: fileIds }, ownerId: actor.userId },
    include: fileInclude,
  });
  const dtos = new Map(files.map((file) => [file.id, toFileDto(file, presigner)]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(ids.map((id) => [id, progressOf(byId.get(id), (fileId) => dtos.get(fileId) ?? null)]));
}

/**
 * Takes uploads to files, each exactly once however many callers race, here or on other instances: whoever holds the
 * lease works, the others wait for what it comes to. Goes on when the caller leaves. Answers by id.
 */
async function complete(
  actor: UserActor,
  ids: string[],
  claimed: ClaimedPart[],
): Promise<Map<string, Completion>> {
  const deadline = Date.now() + answerWithinMs;
  const presigner = await createPresigner();
  const before = await look(actor, ids, presigner);
  const mine = await takeForCompletion(
    ids.filter((id) => !('error' in (before.get(id) ?? {})) && !('file' in (before.get(id) ?? {}))),
  );
  const work = settleUploads(actor, mine, claimed);
  // The work outlives this request; a failure after the answer is found in the log and mended by the sweep.
  work.catch((error: unknown) =>
    log.error({ err: error, requestId: actor.origin.requestId }, 'uploads.settle_failed'),
  );
  const failures = await Promise.race([
    work,
    sleep(answerWithinMs, new Map<string, unknown>(), { ref: false }),
  ]);
  let progress = await look(actor, ids, presigner);
  const isWaiting = (id: string) => !failures.has(id) && 'state' in (progress.get(id) ?? {});
  while (ids.some(isWaiting) && Date.now() < deadline) {
    await sleep(lookEveryMs);
    progress = await look(actor, ids, presigner);
  }
  return new Map(ids.map((id) => [id, toCompletion(progress.get(id), failures.get(id))]));
}

function toCompletion(progress: Progress | undefined, failure: unknown): Completion {
  if (progress && !('state' in progress)) return progress;
  if (failure !== undefined) return { error: toAppError(failure) };
  return { state: 'verifying' };
}

/** Keeps what the client learned of the bytes while it sent them; the file will say that the client proved it. */
async function noteChecksums(actor: UserActor, id: string, checksums: { sha256?: string }): Promise<void> {
  if (!checksums.sha256) return;
  await db().$executeRaw`
    UPDATE "Upload" SET "checksums" = jsonb_build_object('sha256', ${checksums.sha256}::text) || "checksums"
    WHERE "id" = ${id}::uuid AND "ownerId" = ${actor.userId}::uuid AND "state" IN ('pending', 'uploading')`;
}

/** Completes one upload. Throws what kept it from becoming a file; see complete. */
export async function completeUpload(
  actor: UserActor,
  id: string,
  claimed: ClaimedPart[],
  checksums: CompleteUpload['checksums'] = {},
): Promise<{ file: FileDto } | { state: 'verifying' }> {
  await noteChecksums(actor, id, checksums);
  const completion = (await complete(actor, [id], claimed)).get(id) ?? { state: 'verifying' };
  if ('error' in completion) throw completion.error;
  return completion;
}

/** Completes many; answers per item, in order. */
export async function completeUploads(actor: UserActor, ids: string[]): Promise<CompleteUploadsResult> {
  const completions = await complete(actor, [...new Set(ids)], []);
  return {
    items: ids.map((id) => {
      const completion = completions.get(id) ?? { state: 'verifying' as const };
      if ('error' in completion) return { id, error: toProblem(completion.error, actor.origin.requestId) };
      return { id, ...completion };
    }),
  };
}
