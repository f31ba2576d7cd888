import 'server-only';
import type { z } from 'zod';
import type { UserActor } from '@/lib/access/actor';
import type { FileHistory } from '@/lib/contracts/files';
import { db, Prisma } from '@/lib/platform/db';
import { decodeCursor, toPage } from '@/lib/platform/keyset';
import { getOwnedFile } from './get-file';

type Row = {
  id: string;
  at: Date;
  action: string;
  actorId: string | null;
  actorText: string;
  details: Record<string, unknown>;
};
/** What only admins see of an event. */
const hidden = new Set(['address', 'userAgent']);

/** What happened to one of actor's files, newest first, from the audit log. Throws not_found. */
export async function listHistory(
  actor: UserActor,
  { id, limit, cursor }: { id: string; limit: number; cursor?: string },
): Promise<z.infer<typeof FileHistory>> {
  await getOwnedFile(actor, { id });
  const after = decodeCursor(cursor, 'date');
  const rows = await db().$queryRaw<Row[]>`
    SELECT "id", "at", "action", "actorId", "actorText", "details" FROM "AuditEvent" WHERE "targetId" = ${id}::uuid
      ${after ? Prisma.sql`AND ("at", "id") < (${String(after[0])}::timestamptz, ${after[1]}::uuid)` : Prisma.empty}
    ORDER BY "at" DESC, "id" DESC LIMIT ${limit + 1}`;
  return toPage(rows, {
    limit,
    toItem: (row) => ({
      id: row.id,
      at: row.at.toISOString(),
      action: row.action,
      actor: row.actorId === actor.userId ? 'You' : row.actorText,
      details: Object.fromEntries(Object.entries(row.details).filter(([name]) => !hidden.has(name))),
    }),
    toCursor: (row) => [row.at.toISOString(), row.id],
  });
}
