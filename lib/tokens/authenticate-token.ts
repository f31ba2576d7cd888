import 'server-only';
import type { Origin, UserActor } from '@/lib/access/actor';
import { type Scope, scopes } from '@/lib/contracts/scopes';
import type { ApiToken, User } from '@/lib/generated/prisma/client';
import { hashToken } from '@/lib/platform/crypto';
import { db, readRows } from '@/lib/platform/db';

const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/i;
const seenEveryMs = 60_000;

type TokenRow = Omit<ApiToken, 'name' | 'prefix' | 'tokenHash' | 'createdAt' | 'maxFileBytes'> &
  Pick<User, 'email' | 'name' | 'role' | 'status'> & { maxFileBytes: string | null };

const findByHash = `
  SELECT t."id", t."scopes", t."maxFileBytes", t."urlSeconds", t."perMinute", t."expiresAt", t."lastUsedAt",
    t."revokedAt", u."id" AS "userId", u."email", u."name", u."role", u."status"
  FROM "ApiToken" t JOIN "User" u ON u."id" = t."userId" WHERE t."tokenHash" = $1`;

/** The owner of an API token, narrowed by it. Null: unknown, ended, expired, or its owner is disabled. */
export async function authenticateToken(authorization: string, origin: Origin): Promise<UserActor | null> {
  const token = bearer.exec(authorization)?.[1];
  if (!token) return null;
  const [row] = await readRows<TokenRow>(findByHash, [hashToken(token)]);
  const now = new Date();
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now) || row.status !== 'active')
    return null;
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > seenEveryMs) {
    await db().apiToken.updateMany({
      where: { id: row.id, lastUsedAt: row.lastUsedAt },
      data: { lastUsedAt: now },
    });
  }
  const { userId, email, name, role } = row;
  return {
    type: 'user',
    userId,
    email,
    name,
    role,
    sessionId: null,
    token: {
      id: row.id,
      scopes: scopes.filter((scope: Scope) => row.scopes.includes(scope)),
      maxFileBytes: row.maxFileBytes === null ? null : Number(row.maxFileBytes),
      urlSeconds: row.urlSeconds,
      perMinute: row.perMinute,
    },
    origin,
  };
}
