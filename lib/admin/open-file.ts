import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { Presign } from '@/lib/contracts/common';
import { notFound } from '@/lib/contracts/errors';
import { db, transaction } from '@/lib/platform/db';
import { createPresigner } from '@/lib/storage/presign';

/** An admin looks once: the URL is gone after a minute. */
const lifeSeconds = 60;

/** A URL of somebody's file for an admin who says why. The audit row is written before the URL exists. Throws not_found. */
export async function openAdminFile(actor: UserActor, id: string, reason: string): Promise<Presign> {
  const file = await db().file.findUnique({ where: { id }, include: { owner: { select: { email: true } } } });
  if (!file) throw notFound('No such file');
  await transaction((tx) =>
    recordAudit(tx, actor, {
      action: 'file.opened_by_admin',
      target: { type: 'file', id, text: file.name },
      details: { reason, ownerId: file.ownerId, owner: file.owner.email },
    }),
  );
  const presigner = await createPresigner();
  const signed = presigner.get({
    key: file.objectKey,
    fileName: file.name,
    contentType: file.mime,
    disposition: 'attachment',
    cacheControl: 'private, no-store',
    expiresInSeconds: lifeSeconds,
  });
  return {
    url: signed.url,
    method: 'GET',
    headers: {},
    key: file.objectKey,
    name: file.name,
    extension: file.extension,
    mime: file.mime,
    size: Number(file.sizeBytes),
    expiresIn: lifeSeconds,
    expiresAt: new Date(Date.now() + lifeSeconds * 1000).toISOString(),
  };
}
