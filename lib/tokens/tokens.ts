import 'server-only';
import type { UserActor } from '@/lib/access/actor';
import { isAdmin, isPermitted } from '@/lib/access/can';
import { recordAudit } from '@/lib/audit/record';
import { conflict, forbidden, notFound } from '@/lib/contracts/errors';
import { scopes } from '@/lib/contracts/scopes';
import { type CreateToken, type TokenDto, tokenPrefix } from '@/lib/contracts/tokens';
import type { ApiToken } from '@/lib/generated/prisma/client';
import { hashToken, randomToken } from '@/lib/platform/crypto';
import { db, transaction } from '@/lib/platform/db';
import { getPolicy } from '@/lib/users/policy';

/** More than anybody can tell apart; and the list of tokens is one page. */
const mostTokens = 100;
/** Shown in lists: "slc_" and 6 of 43 characters leave 220 bits unknown. */
const shownCharacters = tokenPrefix.length + 6;

const isLive = () => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] });

function toTokenDto(row: ApiToken): TokenDto {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopes.filter((scope) => row.scopes.includes(scope)),
    maxFileBytes: row.maxFileBytes === null ? null : Number(row.maxFileBytes),
    urlSeconds: row.urlSeconds,
    perMinute: row.perMinute,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

/** actor's live tokens, the newest first. */
export async function listTokens(actor: UserActor): Promise<TokenDto[]> {
  const rows = await db().apiToken.findMany({
    where: { userId: actor.userId, ...isLive() },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostTokens,
  });
  return rows.map(toTokenDto);
}

/**
 * Makes a token for actor; its secret is in the answer and nowhere else. Throws forbidden (policy; the scope `admin`
 * without being one), conflict (100 live ones).
 */
export async function createToken(
  actor: UserActor,
  body: CreateToken,
): Promise<{ token: TokenDto; secret: string }> {
  const policy = await getPolicy();
  if (!isPermitted(actor, policy, 'mayCreateTokens')) throw forbidden('Only admins may make tokens here.');
  if (body.scopes.includes('admin') && !isAdmin(actor)) {
    throw forbidden('Only admins may make tokens with the scope "admin".');
  }
  const { userId } = actor;
  const secret = `${tokenPrefix}${randomToken()}`;
  const row = await transaction(async (tx) => {
    // Two at once must not pass the limit together.
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid FOR UPDATE`;
    if ((await tx.apiToken.count({ where: { userId, ...isLive() } })) >= mostTokens) {
      throw conflict(`You have ${mostTokens} tokens. Revoke one that is not needed any more.`);
    }
    const created = await tx.apiToken.create({
      data: {
        userId,
        name: body.name,
        prefix: secret.slice(0, shownCharacters),
        tokenHash: hashToken(secret),
        scopes: body.scopes,
        maxFileBytes: body.maxFileBytes === null ? null : BigInt(body.maxFileBytes),
        urlSeconds: body.urlSeconds,
        perMinute: body.perMinute,
        expiresAt: body.expiresIn === null ? null : new Date(Date.now() + body.expiresIn * 1000),
      },
    });
    await recordAudit(tx, actor, {
      action: 'token.created',
      target: { type: 'token', id: created.id, text: created.name },
      details: { scopes: created.scopes, expiresAt: created.expiresAt?.toISOString() ?? null },
    });
    return created;
  });
  return { token: toTokenDto(row), secret };
}

/** Ends one of actor's tokens, from its next request on. Throws not_found for others' and ended ones. */
export async function revokeToken(actor: UserActor, tokenId: string): Promise<void> {
  await transaction(async (tx) => {
    const [row] = await tx.apiToken.updateManyAndReturn({
      where: { id: tokenId, userId: actor.userId, ...isLive() },
      data: { revokedAt: new Date() },
    });
    if (!row) throw notFound('No such token');
    await recordAudit(tx, actor, {
      action: 'token.revoked',
      target: { type: 'token', id: tokenId, text: row.name },
    });
  });
}
