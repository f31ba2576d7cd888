import 'server-only';
import { decode } from 'next-auth/jwt';
import type { Origin, UserActor } from '@/lib/access/actor';
import type { Session, User } from '@/lib/generated/prisma/client';
import { db, readRows } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { authenticateToken } from '@/lib/tokens/authenticate-token';
import { readCookies, sessionCookieName } from './cookie';

/** A session's lastSeenAt is written at most this often. */
const seenEveryMs = 60_000;

/** The id of the session row inside the cookie; null when there is none or it was not made by us. */
async function sessionIdOf(headers: Headers): Promise<string | null> {
  const secret = env().SLUICE_SECRET;
  if (!secret) return null;
  try {
    const token = readCookies(headers)[sessionCookieName()];
    const claims = token ? await decode({ token, secret }) : null;
    return typeof claims?.sid === 'string' ? claims.sid : null;
  } catch {
    // A forged, foreign or outdated cookie is the same as none.
    return null;
  }
}

type SessionRow = Pick<Session, 'id' | 'userId' | 'expiresAt' | 'lastSeenAt' | 'revokedAt'> &
  Pick<User, 'email' | 'name' | 'role' | 'status'>;

const findSession = `
  SELECT s."id", s."userId", s."expiresAt", s."lastSeenAt", s."revokedAt", u."email", u."name", u."role", u."status"
  FROM "Session" s JOIN "User" u ON u."id" = s."userId" WHERE s."id" = $1`;

/**
 * Who asks: by Bearer token (cookies are ignored then) or by session cookie. The session row and the user row are
 * read on every request, so that revoking, disabling and role changes take effect at once. Null: nobody known.
 */
export async function authenticate(headers: Headers, origin: Origin): Promise<UserActor | null> {
  const authorization = headers.get('authorization');
  if (authorization !== null) return authenticateToken(authorization, origin);
  const sessionId = await sessionIdOf(headers);
  if (!sessionId) return null;
  const [session] = await readRows<SessionRow>(findSession, [sessionId]);
  const now = new Date();
  if (!session || session.revokedAt || session.expiresAt <= now || session.status !== 'active') return null;
  if (now.getTime() - session.lastSeenAt.getTime() > seenEveryMs) {
    // Of many requests at once one writes; a row that was removed meanwhile is no fault.
    const stale = { lastSeenAt: session.lastSeenAt };
    const { count } = await db().session.updateMany({
      where: { id: session.id, ...stale },
      data: { lastSeenAt: now },
    });
    if (count === 1) {
      await db().user.updateMany({ where: { id: session.userId }, data: { lastSeenAt: now } });
    }
  }
  const { userId, email, name, role } = session;
  return { type: 'user', userId, email, name, role, sessionId: session.id, token: null, origin };
}
