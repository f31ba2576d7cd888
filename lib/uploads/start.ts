import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { toProblem } from '@/lib/contracts/errors';
import type { CreatedUpload, CreateUploads, CreateUploadsResult } from '@/lib/contracts/uploads';
import { getOwnedFolder } from '@/lib/files/folders';
import { toFileDto } from '@/lib/files/to-file-dto';
import { transaction } from '@/lib/platform/db';
import { createPresigner, type Presigner } from '@/lib/storage/presign';
import { getPolicy } from '@/lib/users/policy';
import { admitAll, type Outcome } from './admit-all';
import { type UploadCapabilities, uploadCapabilities } from './capabilities';
import { uploadUrlSeconds } from './life';
import { toGrant } from './sign';
import { toEntry } from './to-entry';

/**
 * Reserves quota and writes rows for up to 500 files in one transaction, then signs them in one go. Answers per
 * file, in order; a bad one spoils no other. Throws not_found for the folder.
 */
export async function startUploads(actor: UserActor, request: CreateUploads): Promise<CreateUploadsResult> {
  const [policy, capabilities] = await Promise.all([getPolicy(), uploadCapabilities()]);
  const entries = request.files.map((file, index) => toEntry(actor, policy, file, index));
  const urlSeconds = uploadUrlSeconds(actor, policy);
  const outcomes = await transaction(async (tx) => {
    const folderId = request.folderId ?? null;
    if (folderId) await getOwnedFolder(actor, folderId, tx);
    const { onConflict } = request;
    return admitAll(tx, { actor, entries, folderId, onConflict, capabilities, urlSeconds });
  });
  const presigner = await createPresigner();
  const uploads = outcomes.map((outcome, index): CreatedUpload => {
    const clientId = entries[index]?.clientId;
    const named = clientId === undefined ? {} : { clientId };
    return { ...named, ...toCreated(actor, outcome, { presigner, capabilities, urlSeconds }) };
  });
  return { uploads };
}

type Signing = { presigner: Presigner; capabilities: UploadCapabilities; urlSeconds: number };

function toCreated(
  actor: UserActor,
  outcome: Outcome,
  { presigner, capabilities, urlSeconds }: Signing,
): CreatedUpload {
  if ('error' in outcome)
    return { outcome: 'error', error: toProblem(outcome.error, actor.origin.requestId) };
  if ('skipped' in outcome) return { outcome: 'skipped' };
  if ('existing' in outcome)
    return { outcome: outcome.outcome, file: toFileDto(outcome.existing, presigner) };
  return toGrant(presigner, outcome.row, { capabilities, seconds: urlSeconds });
}
