import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { isPermitted } from '@/lib/access/can';
import { recordAudit } from '@/lib/audit/record';
import { AppError, conflict, forbidden, invalidRequest, notFound } from '@/lib/contracts/errors';
import type { FileKind } from '@/lib/contracts/files';
import type { Policy } from '@/lib/contracts/policy';
import type { CreateShare, ShareDto } from '@/lib/contracts/shares';
import { getOwnedFolder } from '@/lib/files/folders';
import { randomToken } from '@/lib/platform/crypto';
import { db, isUniqueViolation, type Tx, transaction } from '@/lib/platform/db';
import { mapConcurrently } from '@/lib/platform/map-concurrently';
import { hashPassword } from '@/lib/platform/passwords';
import { findObject } from '@/lib/storage/head-object';
import { getPolicy } from '@/lib/users/policy';
import { defaultLifeSeconds } from './life';
import { recountShares } from './share-row';
import { liveFiles } from './shared-files';
import { shareInclude, titleOf, toShareDto } from './to-share-dto';

/** 128 bits, as RULES ask at least; 22 characters in the address. */
const slugBytes = 16;
/** A folder is live, so its content can only be sampled; as many files are looked at as a selection may hold. */
const folderFilesChecked = 500;
const headsAtOnce = 16;

type Content = { name: string; kind: FileKind; objectKey: string };

async function contentsOf(actor: UserActor, { fileIds, folderId }: CreateShare): Promise<Content[]> {
  if (folderId !== undefined) {
    await getOwnedFolder(actor, folderId);
    return liveFiles({ ownerId: actor.userId, folderId }, { limit: folderFilesChecked });
  }
  const ids = [...new Set(fileIds)];
  const rows = await db().file.findMany({
    where: { id: { in: ids }, ownerId: actor.userId, trashedAt: null },
    select: { name: true, kind: true, objectKey: true },
  });
  if (rows.length < ids.length) throw notFound(ids.length === 1 ? 'No such file' : 'Not every file');
  return rows;
}

/** A link to a file whose bytes are gone would be a promise that nobody can keep. Throws verification_failed. */
async function checkObjects(contents: Content[]): Promise<void> {
  const heads = await mapConcurrently(contents, headsAtOnce, ({ objectKey }) => findObject(objectKey));
  const missing = contents.find((_content, index) => heads[index] === null);
  if (missing) {
    throw new AppError('verification_failed', {
      detail: `“${missing.name}” is not in the bucket any more, so it cannot be shared. Ask an admin to look at the storage.`,
    });
  }
}

type AskedLife = {
  kind: CreateShare['kind'];
  expiresIn?: number | undefined;
  expiresAt?: string | null | undefined;
};

/** When a link is to end; null: never, undefined: nobody said. Throws invalid_request for the past and a refused never. */
export function askedExpiry(
  policy: Policy,
  { kind, expiresIn, expiresAt }: AskedLife,
): Date | null | undefined {
  if (expiresIn !== undefined) return new Date(Date.now() + expiresIn * 1000);
  if (expiresAt === undefined) return undefined;
  if (expiresAt === null) {
    if (policy.sharesMayNeverExpire || kind === 'public') return null;
    throw invalidRequest([{ path: 'expiresAt', message: 'Links must expire here. Choose a date.' }]);
  }
  const date = new Date(expiresAt);
  if (date.getTime() <= Date.now()) {
    throw invalidRequest([{ path: 'expiresAt', message: 'Choose a time that is still to come.' }]);
  }
  return date;
}

function expiryOf(policy: Policy, body: CreateShare, contents: Content[]): Date | null {
  const asked = askedExpiry(policy, body);
  if (asked !== undefined) return asked;
  const seconds = defaultLifeSeconds(policy, {
    kind: body.kind,
    label: body.label ?? null,
    fileKinds: body.fileIds ? contents.map(({ kind }) => kind) : [],
    maxDownloads: body.maxDownloads ?? null,
  });
  return seconds === null ? null : new Date(Date.now() + seconds * 1000);
}

/** Runs work; a slug that somebody has already is answered as conflict. */
export async function onSlugTaken<Result>(
  slug: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (slug !== undefined && isUniqueViolation(error)) {
      throw conflict(`The address “${slug}” is taken. Choose another one.`);
    }
    throw error;
  }
}

/** Throws forbidden where the policy keeps links of this kind from actor. */
export function requirePermission(actor: UserActor, policy: Policy, kind: CreateShare['kind']): void {
  if (kind === 'share' && !isPermitted(actor, policy, 'mayShare')) {
    throw forbidden('Only admins may share links here.');
  }
  if (kind === 'public' && !isPermitted(actor, policy, 'mayPublish')) {
    throw forbidden('Only admins may publish files here.');
  }
}

/** The files a share is to name, locked against deletion meanwhile; foreign and trashed ones are refused. */
async function lockFiles(tx: Tx, actor: UserActor, ids: string[]): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "File" WHERE "id" = ANY(${ids}::uuid[]) AND "ownerId" = ${actor.userId}::uuid AND "trashedAt" IS NULL
    ORDER BY "id" FOR NO KEY UPDATE`;
  if (rows.length < ids.length) throw notFound('Not every file');
}

/**
 * A link to actor's files or folder, or the public address of one file. Everything it shows is theirs and in the
 * bucket. Throws forbidden (policy), not_found, verification_failed (bytes missing), conflict (slug), invalid_request.
 */
export async function createShare(actor: UserActor, body: CreateShare, appOrigin: string): Promise<ShareDto> {
  const policy = await getPolicy();
  requirePermission(actor, policy, body.kind);
  const contents = await contentsOf(actor, body);
  const expiresAt = expiryOf(policy, body, contents);
  await checkObjects(contents);
  const passwordHash = body.password === undefined ? null : await hashPassword(body.password);
  const fileIds = [...new Set(body.fileIds ?? [])];

  return onSlugTaken(body.slug, () =>
    transaction(async (tx) => {
      if (body.folderId) await getOwnedFolder(actor, body.folderId, tx);
      else await lockFiles(tx, actor, fileIds);
      const row = await tx.share.create({
        data: {
          ownerId: actor.userId,
          slug: body.slug ?? randomToken(slugBytes),
          kind: body.kind,
          label: body.label ?? null,
          folderId: body.folderId ?? null,
          passwordHash,
          allowDownload: body.allowDownload ?? true,
          note: body.note || null,
          expiresAt,
          maxDownloads: body.maxDownloads ?? null,
          items: { createMany: { data: fileIds.map((fileId, position) => ({ fileId, position })) } },
        },
        include: shareInclude(),
      });
      await recountShares(tx, fileIds);
      await recordAudit(tx, actor, {
        action: 'share.created',
        target: { type: 'share', id: row.id, text: titleOf(row) },
        details: {
          kind: row.kind,
          label: row.label,
          passwordProtected: passwordHash !== null,
          allowDownload: row.allowDownload,
          maxDownloads: row.maxDownloads,
          expiresAt: expiresAt?.toISOString() ?? null,
          ...(body.folderId ? { folderId: body.folderId } : { fileIds }),
        },
      });
      return toShareDto(row, appOrigin);
    }),
  );
}
