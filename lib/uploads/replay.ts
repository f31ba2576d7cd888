import 'server-only';
import { z } from 'zod';
import type { UserActor } from '@/lib/access/actor';
import { conflict, notFound, toProblem } from '@/lib/contracts/errors';
import type { CreatedUpload, CreateUploads, CreateUploadsResult } from '@/lib/contracts/uploads';
import { db } from '@/lib/platform/db';
import { createPresigner } from '@/lib/storage/presign';
import { getPolicy } from '@/lib/users/policy';
import { uploadCapabilities } from './capabilities';
import { uploadUrlSeconds } from './life';
import { toGrant } from './sign';

const Reference = z.array(z.uuid().nullable());

/**
 * The answer to a repeated creating call: the same uploads, signed anew where they are still open. Entries that made
 * no upload the first time are not made now: they are told to ask under a new key.
 */
export async function replayUploads(
  actor: UserActor,
  body: CreateUploads,
  reference: unknown,
): Promise<CreateUploadsResult> {
  const ids = Reference.parse(reference);
  const rows = await db().upload.findMany({
    where: { id: { in: ids.flatMap((id) => id ?? []) }, ownerId: actor.userId },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const [presigner, policy, capabilities] = await Promise.all([
    createPresigner(),
    getPolicy(),
    uploadCapabilities(),
  ]);
  const seconds = uploadUrlSeconds(actor, policy);
  const uploads = ids.map((id, index): CreatedUpload => {
    const given = (body.files[index] as { clientId?: unknown } | undefined)?.clientId;
    const named = typeof given === 'string' ? { clientId: given } : {};
    const row = id ? byId.get(id) : undefined;
    if (!row) {
      const error = id
        ? notFound('No such upload')
        : conflict('This file was not admitted the first time. Ask again under a new key.');
      return { ...named, outcome: 'error', error: toProblem(error, actor.origin.requestId) };
    }
    return { ...named, ...toGrant(presigner, row, { capabilities, seconds }) };
  });
  return { uploads };
}
