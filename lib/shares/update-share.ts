import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import { conflict, invalidRequest, notFound } from '@/lib/contracts/errors';
import type { ShareDto, UpdateShare } from '@/lib/contracts/shares';
import { type Prisma, type Tx, transaction } from '@/lib/platform/db';
import { hashPassword } from '@/lib/platform/passwords';
import { getPolicy } from '@/lib/users/policy';
import { askedExpiry, onSlugTaken, requirePermission } from './create-share';
import { getOwnedShare } from './get-share';
import { fileIdsOf, recountShares } from './share-row';
import { type ShareRow, titleOf, toShareDto } from './to-share-dto';

/** actor's share with its row locked: a download counted meanwhile waits, and so do other changes. */
async function lockOwnedShare(tx: Tx, actor: UserActor, id: string): Promise<ShareRow> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Share" WHERE "id" = ${id}::uuid AND "ownerId" = ${actor.userId}::uuid FOR UPDATE`;
  if (rows.length === 0) throw notFound('No such link');
  return getOwnedShare(actor, id, tx);
}

/** Why change does not fit before, as field errors. */
function checkChange(before: ShareRow, change: UpdateShare): void {
  const label = change.label === undefined ? before.label : change.label;
  const hasPassword = change.password === undefined ? before.passwordHash !== null : change.password !== null;
  if (before.kind === 'public') {
    const onlyForShares = ['password', 'maxDownloads', 'allowDownload', 'label'] as const;
    const wrong = onlyForShares.find((field) => change[field] !== undefined);
    if (wrong) throw invalidRequest([{ path: wrong, message: 'A public link has no such setting.' }]);
  }
  if (label === 'confidential' && !hasPassword) {
    throw invalidRequest([{ path: 'password', message: 'A confidential link needs a password.' }]);
  }
  const limit = change.maxDownloads;
  if (typeof limit === 'number' && limit < before.downloads) {
    throw invalidRequest([
      { path: 'maxDownloads', message: `It was downloaded ${before.downloads} times already.` },
    ]);
  }
  if (change.revoked === false && before.items.length === 0 && !before.folder) {
    throw conflict('What this link showed was deleted for good. Make a new link.');
  }
}

/**
 * Changes one of actor's links at once; a new or removed password ends every visitor's session (its version grows).
 * Whoever may not make such a link may not change one either, only revoke it.
 * Throws not_found, forbidden (policy), conflict (slug), invalid_request.
 */
export async function updateShare(
  actor: UserActor,
  { id, password, revoked, expiresIn, expiresAt, ...change }: UpdateShare & { id: string },
  appOrigin: string,
): Promise<ShareDto> {
  const [{ kind }, policy] = await Promise.all([getOwnedShare(actor, id), getPolicy()]);
  requirePermission(actor, policy, kind);
  const expiry = askedExpiry(policy, { kind, expiresIn, expiresAt });
  const passwordHash = typeof password === 'string' ? await hashPassword(password) : password;
  const asked = { ...change, password, revoked };
  const data: Prisma.ShareUpdateInput = {
    ...(change.slug === undefined ? {} : { slug: change.slug }),
    ...(change.label === undefined ? {} : { label: change.label }),
    ...(change.allowDownload === undefined ? {} : { allowDownload: change.allowDownload }),
    ...(change.maxDownloads === undefined ? {} : { maxDownloads: change.maxDownloads }),
    ...(change.note === undefined ? {} : { note: change.note || null }),
    ...(expiry === undefined ? {} : { expiresAt: expiry }),
    ...(passwordHash === undefined ? {} : { passwordHash, passwordVersion: { increment: 1 } }),
    ...(revoked === false ? { revokedAt: null } : {}),
  };
  return onSlugTaken(change.slug, () =>
    transaction(async (tx) => {
      const before = await lockOwnedShare(tx, actor, id);
      checkChange(before, asked as UpdateShare);
      await tx.share.update({ where: { id }, data });
      await recountShares(tx, await fileIdsOf(tx, id));
      await recordAudit(tx, actor, {
        action: revoked === false && before.revokedAt ? 'share.restored' : 'share.updated',
        target: { type: 'share', id, text: titleOf(before) },
        details: {
          changed: [...Object.keys(data)].filter((field) => field !== 'passwordVersion'),
          ...(expiry === undefined ? {} : { expiresAt: expiry?.toISOString() ?? null }),
        },
      });
      return toShareDto(await getOwnedShare(actor, id, tx), appOrigin);
    }),
  );
}

/** Ends one of actor's links at once; repeating it is harmless. Signed URLs given out live 60 seconds more. Throws not_found. */
export function revokeShare(actor: UserActor, id: string): Promise<void> {
  return transaction(async (tx) => {
    const before = await lockOwnedShare(tx, actor, id);
    if (before.revokedAt) return;
    await tx.share.update({ where: { id }, data: { revokedAt: new Date() } });
    await recountShares(tx, await fileIdsOf(tx, id));
    await recordAudit(tx, actor, {
      action: 'share.revoked',
      target: { type: 'share', id, text: titleOf(before) },
    });
  });
}
