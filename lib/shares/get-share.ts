import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { isPermitted } from '@/lib/access/can';
import { notFound } from '@/lib/contracts/errors';
import type { ListSharesQuery, ShareDto, ShareOptions, SharePage } from '@/lib/contracts/shares';
import { db, type Prisma, type Tx } from '@/lib/platform/db';
import { decodeCursor, toPage } from '@/lib/platform/keyset';
import { getPolicy } from '@/lib/users/policy';
import { listInclude, type ShareRow, shareInclude, toShareDto } from './to-share-dto';

/** actor's own share. Throws not_found for unknown and foreign ids alike. */
export async function getOwnedShare(actor: UserActor, id: string, tx: Tx = db()): Promise<ShareRow> {
  const row = await tx.share.findFirst({ where: { id, ownerId: actor.userId }, include: shareInclude() });
  if (!row) throw notFound('No such link');
  return row;
}

/** One of actor's links. Throws not_found. */
export async function getShare(actor: UserActor, id: string, appOrigin: string): Promise<ShareDto> {
  return toShareDto(await getOwnedShare(actor, id), appOrigin);
}

/** Links that have (not) ended now, as shareStateOf says; columns are compared in the database. */
function stateFilter(state: ListSharesQuery['state']): Prisma.ShareWhereInput {
  if (!state) return {};
  const live: Prisma.ShareWhereInput = {
    revokedAt: null,
    AND: [
      { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
      { OR: [{ maxDownloads: null }, { downloads: { lt: db().share.fields.maxDownloads } }] },
    ],
  };
  return state === 'live' ? live : { NOT: live };
}

/** A page of actor's links, the newest first, by keyset. */
export async function listShares(
  actor: UserActor,
  query: ListSharesQuery,
  appOrigin: string,
): Promise<SharePage> {
  const cursor = decodeCursor(query.cursor, 'date');
  const at = cursor ? new Date(cursor[0]) : null;
  const rows = await db().share.findMany({
    where: {
      ownerId: actor.userId,
      ...(query.fileId ? { items: { some: { fileId: query.fileId } } } : {}),
      ...(query.folderId ? { folderId: query.folderId } : {}),
      AND: [
        stateFilter(query.state),
        at && cursor ? { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: cursor[1] } }] } : {},
      ],
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
    include: listInclude,
  });
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => toShareDto(row, appOrigin),
    toCursor: (row) => [row.createdAt.toISOString(), row.id],
  });
}

/** What the policy lets actor choose for a link. */
export async function getShareOptions(actor: UserActor): Promise<ShareOptions> {
  const policy = await getPolicy();
  return {
    canShare: isPermitted(actor, policy, 'mayShare'),
    canPublish: isPermitted(actor, policy, 'mayPublish'),
    mayNeverExpire: policy.sharesMayNeverExpire,
    secondsByLabel: policy.shareSecondsByLabel,
    secondsByKind: policy.shareSecondsByKind,
    oneTimeSeconds: policy.oneTimeShareSeconds,
  };
}
