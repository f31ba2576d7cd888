import 'server-only';
import type { Origin, UserActor } from '@/lib/access/actor';
import { recordAudit } from '@/lib/audit/record';
import type { SessionDto } from '@/lib/contracts/account';
import { notFound } from '@/lib/contracts/errors';
import type { User } from '@/lib/generated/prisma/client';
import { db, type Tx, transaction } from '@/lib/platform/db';
import { toActor } from './to-actor';

/** Sessions end this long after sign-in. */
export const sessionSeconds = 30 * 86_400;
/** More than anybody has devices; a list of sessions is one page. */
const listedAtMost = 200;

type Open = { user: User; origin: Origin; by: 'password' | 'oidc' };

/**
 * Starts a session for user as it was when it proved who it is. Null where the person was disabled or got another
 * password meanwhile: writing the row makes such a change wait for us or us for it, so that none slips through.
 */
export async function openSession({ user, origin, by }: Open): Promise<string | null> {
  return transaction(async (tx) => {
    const now = new Date();
    const unchanged = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "User" SET "lastSeenAt" = ${now} WHERE "id" = ${user.id}::uuid AND "status" = 'active'
        AND "passwordVersion" = ${user.passwordVersion} RETURNING "id"`;
    if (unchanged.length === 0) return null;
    const session = await tx.session.create({
      data: {
        userId: user.id,
        address: origin.address,
        userAgent: origin.userAgent,
        expiresAt: new Date(now.getTime() + sessionSeconds * 1000),
      },
    });
    await recordAudit(tx, toActor(user, origin), {
      action: 'session.started',
      target: { type: 'session', id: session.id },
      details: { by },
    });
    return session.id;
  });
}

type End = { userId: string; exceptSessionId?: string | null };

/** Ends all live sessions of a person (but one) in the caller's transaction; true from the next request on. */
export async function endSessions(tx: Tx, { userId, exceptSessionId }: End): Promise<number> {
  const ended = await tx.session.updateMany({
    where: { userId, revokedAt: null, ...(exceptSessionId ? { id: { not: exceptSessionId } } : {}) },
    data: { revokedAt: new Date() },
  });
  return ended.count;
}

/** Where actor is signed in, the latest used first. */
export async function listSessions(actor: UserActor): Promise<SessionDto[]> {
  const rows = await db().session.findMany({
    where: { userId: actor.userId, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    take: listedAtMost,
  });
  return rows.map((row) => ({
    id: row.id,
    current: row.id === actor.sessionId,
    address: row.address,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  }));
}

/** Ends one of actor's sessions. Throws not_found for others' and for ended ones. */
export async function endSession(actor: UserActor, sessionId: string): Promise<void> {
  await transaction(async (tx) => {
    const ended = await tx.session.updateMany({
      where: { id: sessionId, userId: actor.userId, revokedAt: null, expiresAt: { gt: new Date() } },
      data: { revokedAt: new Date() },
    });
    if (ended.count === 0) throw notFound('No such session');
    await recordAudit(tx, actor, { action: 'session.ended', target: { type: 'session', id: sessionId } });
  });
}

/** Ends all sessions of actor but the one that asks. */
export async function endOtherSessions(actor: UserActor): Promise<void> {
  await transaction(async (tx) => {
    const count = await endSessions(tx, { userId: actor.userId, exceptSessionId: actor.sessionId });
    if (count === 0) return;
    await recordAudit(tx, actor, {
      action: 'session.others_ended',
      target: { type: 'user', id: actor.userId },
      details: { count },
    });
  });
}

/** Signs out: ends the session whatever its state; nothing happens where it has ended already. */
export async function signOut(sessionId: string, origin: Origin): Promise<void> {
  await transaction(async (tx) => {
    const ended = await tx.session.updateMany({
      where: { id: sessionId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (ended.count === 0) return;
    const { user } = await tx.session.findUniqueOrThrow({
      where: { id: sessionId },
      include: { user: true },
    });
    await recordAudit(tx, toActor(user, origin), {
      action: 'session.signed_out',
      target: { type: 'session', id: sessionId },
    });
  });
}

/** When a live session ends, ISO 8601; null for any other. */
export async function findSessionEnd(sessionId: string): Promise<string | null> {
  const session = await db().session.findFirst({
    where: { id: sessionId, revokedAt: null },
    select: { expiresAt: true },
  });
  return session?.expiresAt.toISOString() ?? null;
}
