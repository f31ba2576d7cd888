import 'server-only';
import type { AuditEventDto, AuditFilter, ListAuditQuery } from '@/lib/contracts/audit';
import type { Page } from '@/lib/contracts/common';
import type { AuditEvent } from '@/lib/generated/prisma/client';
import { db, Prisma } from '@/lib/platform/db';
import { type Cursor, decodeCursor, toPage } from '@/lib/platform/keyset';

const { sql, join } = Prisma;

/** An audit row as admins see it. */
function toAuditEventDto(row: AuditEvent): AuditEventDto {
  const { actorText, targetText, at, details, ...rest } = row;
  return {
    ...rest,
    at: at.toISOString(),
    actor: actorText,
    target: targetText,
    details: (details ?? {}) as Record<string, unknown>,
  };
}

/** Every action of a noun. The index is asked for the next distinct action each time: no scan, however long the log. */
async function actionsOf(noun: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ action: string | null }[]>`
    WITH RECURSIVE found AS (
      (SELECT min("action") AS "action" FROM "AuditEvent")
      UNION ALL
      SELECT (SELECT min("action") FROM "AuditEvent" WHERE "action" > found."action") FROM found
      WHERE found."action" IS NOT NULL
    ) SELECT "action" FROM found`;
  return rows.flatMap(({ action }) => (action?.startsWith(`${noun}.`) ? [action] : []));
}

async function conditions(filter: AuditFilter): Promise<Prisma.Sql[]> {
  const { action, actor, target, address, from, to } = filter;
  const where: Prisma.Sql[] = [];
  if (action?.includes('.')) where.push(sql`"action" = ${action}`);
  else if (action) where.push(sql`"action" = ANY(${await actionsOf(action)}::text[])`);
  if (actor) where.push(sql`"actorId" = ${actor}::uuid`);
  if (target) where.push(sql`"targetId" = ${target}::uuid`);
  if (address) where.push(sql`"address" = ${address}`);
  if (from) where.push(sql`"at" >= ${from}::timestamptz`);
  if (to) where.push(sql`"at" < ${to}::timestamptz`);
  return where;
}

async function rowsAfter(filter: AuditFilter, cursor: Cursor | null, limit: number): Promise<AuditEvent[]> {
  const where = await conditions(filter);
  // The bound on "at" alone lets whole months be left out; the pair is what the index walks.
  if (cursor) {
    where.push(sql`"at" <= ${String(cursor[0])}::timestamptz`);
    where.push(sql`("at", "id") < (${String(cursor[0])}::timestamptz, ${cursor[1]}::uuid)`);
  }
  const condition = where.length > 0 ? sql`WHERE ${join(where, ' AND ')}` : Prisma.empty;
  return db().$queryRaw<AuditEvent[]>`
    SELECT * FROM "AuditEvent" ${condition} ORDER BY "at" DESC, "id" DESC LIMIT ${limit}`;
}

const toCursor = ({ at, id }: Pick<AuditEvent, 'at' | 'id'>): Cursor => [at.toISOString(), id];

/** A page of the log, newest first, by keyset on time and id. Throws invalid_request for a cursor not of ours. */
export async function listAudit({
  limit,
  cursor,
  ...filter
}: Omit<ListAuditQuery, 'format'>): Promise<Page<AuditEventDto>> {
  const rows = await rowsAfter(filter, decodeCursor(cursor, 'date'), limit + 1);
  return toPage(rows, { limit, toItem: toAuditEventDto, toCursor });
}

const exportPage = 1000;

/** Everything that filter lets through, newest first, a page of memory at a time. */
export async function* eachAudit(filter: AuditFilter): AsyncGenerator<AuditEventDto> {
  let cursor: Cursor | null = null;
  for (;;) {
    const rows: AuditEvent[] = await rowsAfter(filter, cursor, exportPage);
    yield* rows.map(toAuditEventDto);
    const last = rows.at(-1);
    if (!last || rows.length < exportPage) return;
    cursor = toCursor(last);
  }
}
