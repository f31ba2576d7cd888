import 'server-only';
import { createHash } from 'node:crypto';
import { AppError, invalidRequest } from '@/lib/contracts/errors';
import { db, isUniqueViolation, type Prisma } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';

const keyShape = /^[\x21-\x7e]{1,255}$/;
/** A claim that was not renewed for this long has died with its process; its key may be used again. */
const abandonedAfterMs = 15_000;
const renewEveryMs = 5_000;

type Claim = { actorKey: string; route: string; key: string; requestHash: string };

/** Idempotency-Key of the request, null without one. Throws invalid_request. Source: draft-ietf-httpapi-idempotency-key. */
export function idempotencyKeyOf(headers: Headers): string | null {
  const key = headers.get('idempotency-key');
  if (key !== null && !keyShape.test(key)) {
    throw invalidRequest([{ path: 'Idempotency-Key', message: 'Use 1–255 visible ASCII characters.' }]);
  }
  return key;
}

export const requestHashOf = (body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(body ?? null))
    .digest('hex');

export type Earlier = { status: number; reference: Prisma.JsonValue };

/** Takes the key, or tells what the earlier request with it came to. Throws where it still runs or differed. */
export async function claim(
  request: Claim,
): Promise<{ id: string; earlier: null } | { id: string; earlier: Earlier }> {
  const where = {
    actorKey_route_key: { actorKey: request.actorKey, route: request.route, key: request.key },
  };
  try {
    const row = await db().idempotency.create({ data: request });
    return { id: row.id, earlier: null };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  const row = await db().idempotency.findUnique({ where });
  if (!row) return claim(request);
  if (row.requestHash !== request.requestHash) {
    throw new AppError('idempotency_conflict', {
      detail: 'This Idempotency-Key was used for a different request. Choose a new one.',
    });
  }
  if (row.status !== null) return { id: row.id, earlier: { status: row.status, reference: row.body } };
  if (Date.now() - row.createdAt.getTime() < abandonedAfterMs) throw stillRunning();
  const taken = await db().idempotency.updateMany({
    where: { id: row.id, status: null, createdAt: row.createdAt },
    data: { createdAt: new Date() },
  });
  if (taken.count === 0) throw stillRunning();
  return { id: row.id, earlier: null };
}

const stillRunning = () =>
  new AppError('conflict', {
    detail: 'A request with this Idempotency-Key is still running. Try again shortly.',
    retryAfterSeconds: 2,
  });

/** Renews the claim while its request runs, so that nobody takes it for abandoned. Returns how to stop. */
export function hold(id: string): () => void {
  const timer = setInterval(() => {
    db()
      .idempotency.updateMany({ where: { id, status: null }, data: { createdAt: new Date() } })
      .catch((error: unknown) => log.warn({ err: error }, 'idempotency.renewal_failed'));
  }, renewEveryMs);
  return () => clearInterval(timer);
}

/** Keeps what the request made, by reference: signed URLs are never stored, a repeat signs anew. */
export async function settle(id: string, status: number, reference: Prisma.InputJsonValue): Promise<void> {
  await db().idempotency.update({ where: { id }, data: { status, body: reference } });
}

/** Gives the key back after a failure. */
export async function release(id: string): Promise<void> {
  await db().idempotency.deleteMany({ where: { id, status: null } });
}
