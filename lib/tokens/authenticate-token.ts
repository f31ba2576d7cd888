import 'server-only';
import type { Origin, UserActor } from '@/lib/access/actor';
import { type Scope, scopes } from '@/lib/contracts/scopes';
import { hashToken } from '@/lib/platform/crypto';
import { db } from '@/lib/platform/db';

const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/i;
const seenEveryMs = 60_000;

/** The owner of an API token, narrowed by it. Null: unknown, ended, expired, or its owner is disabled. */
export async function authenticateToken(authorization: string, origin: Origin): Promise<UserActor | null> {
  const token = bearer.exec(authorization)?.[1];
  if (!token) return null;
  const row = await db().apiToken.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true },
  });
  const now = new Date();
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now) || row.user.status !== 'active')
    return null;
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > seenEveryMs) {
    await db().apiToken.updateMany({
      where: { id: row.id, lastUsedAt: row.lastUsedAt },
      data: { lastUsedAt: now },
    });
  }
  const { id, email, name, role } = row.user;
  return {
    type: 'user',
    userId: id,
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
