import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { Origin, UserActor } from '@/lib/access/actor';
import { notFound } from '@/lib/contracts/errors';
import type {
  ListShareEventsQuery,
  ShareAction,
  ShareEventDto,
  ShareEventPage,
} from '@/lib/contracts/shares';
import { type CsvValue, toCsvLine } from '@/lib/format/csv';
import type { ShareEvent } from '@/lib/generated/prisma/client';
import { db, type Tx } from '@/lib/platform/db';
import { decodeCursor, toPage } from '@/lib/platform/keyset';

/** Looking again, or a ZIP asking for its next files, within this time is the same access. */
const sameAccessSeconds = 60;
const pageOfCsv = 500;

type Happened = {
  shareId: string;
  action: ShareAction;
  origin: Origin;
  file?: { id: string; name: string };
  fileCount?: number;
};

/** The columns of a ShareEvent row; the database says when. */
export const eventColumns = ({ shareId, action, origin, file, fileCount }: Happened) => ({
  id: uuidv7(),
  shareId,
  action,
  fileId: file?.id ?? null,
  fileName: file?.name ?? null,
  fileCount: fileCount ?? null,
  address: origin.address,
  userAgent: origin.userAgent.slice(0, 500),
});

/** Records an access to a share in the caller's transaction. */
export async function recordShareEvent(tx: Tx, happened: Happened): Promise<void> {
  await tx.shareEvent.create({ data: eventColumns(happened) });
}

/**
 * Records an access unless the same one (share, action, file, address, program) was recorded in the last minute, and
 * with it the share's last access. One statement, so that a busy public link costs one round trip.
 */
export async function noteShareAccess(happened: Happened): Promise<void> {
  const event = eventColumns(happened);
  await db().$executeRaw`
    WITH noted AS (
      INSERT INTO "ShareEvent" ("id", "shareId", "action", "fileId", "fileName", "fileCount", "address", "userAgent")
      SELECT ${event.id}::uuid, s."id", ${event.action}, ${event.fileId}::uuid, ${event.fileName}, ${event.fileCount}::int,
        ${event.address}, ${event.userAgent}
      FROM "Share" s WHERE s."id" = ${event.shareId}::uuid AND NOT EXISTS (
        SELECT 1 FROM "ShareEvent" e WHERE e."shareId" = s."id" AND e."at" > now() - ${sameAccessSeconds} * interval '1 second'
          AND e."action" = ${event.action} AND e."address" = ${event.address} AND e."userAgent" = ${event.userAgent}
          AND e."fileId" IS NOT DISTINCT FROM ${event.fileId}::uuid)
      RETURNING "shareId"
    )
    UPDATE "Share" s SET "lastAccessAt" = now() FROM noted
    WHERE s."id" = noted."shareId" AND ${event.action} NOT IN ('refused', 'unlock_failed')`;
}

function toShareEventDto(row: ShareEvent): ShareEventDto {
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action as ShareAction,
    ...(row.fileId ? { fileId: row.fileId } : {}),
    ...(row.fileName === null ? {} : { fileName: row.fileName }),
    ...(row.fileCount === null ? {} : { fileCount: row.fileCount }),
    address: row.address,
    userAgent: row.userAgent,
  };
}

async function requireOwned(actor: UserActor, id: string): Promise<void> {
  const own = await db().share.findFirst({ where: { id, ownerId: actor.userId }, select: { id: true } });
  if (!own) throw notFound('No such link');
}

function eventsOf(
  shareId: string,
  after: { at: Date; id: string } | null,
  take: number,
): Promise<ShareEvent[]> {
  return db().shareEvent.findMany({
    where: {
      shareId,
      ...(after ? { OR: [{ at: { lt: after.at } }, { at: after.at, id: { lt: after.id } }] } : {}),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take,
  });
}

/** A page of what happened at one of actor's links, the newest first. Throws not_found. */
export async function listShareEvents(
  actor: UserActor,
  { id, limit, cursor: text }: ListShareEventsQuery & { id: string },
): Promise<ShareEventPage> {
  await requireOwned(actor, id);
  const cursor = decodeCursor(text, 'date');
  const after = cursor ? { at: new Date(cursor[0]), id: cursor[1] } : null;
  return toPage(await eventsOf(id, after, limit + 1), {
    limit,
    toItem: toShareEventDto,
    toCursor: (row) => [row.at.toISOString(), row.id],
  });
}

const header = ['time', 'action', 'file', 'files', 'address', 'user agent'];
const toCells = (row: ShareEvent): CsvValue[] => [
  row.at.toISOString(),
  row.action,
  row.fileName,
  row.fileCount,
  row.address,
  row.userAgent,
];

/** Everything that happened at one of actor's links as CSV, read in pages while it is sent. Throws not_found at once. */
export async function exportShareEvents(actor: UserActor, id: string): Promise<ReadableStream<Uint8Array>> {
  await requireOwned(actor, id);
  const encoder = new TextEncoder();
  let after: { at: Date; id: string } | null = null;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(toCsvLine(header))),
    pull: async (controller) => {
      const rows = await eventsOf(id, after, pageOfCsv);
      after = rows.at(-1) ?? null;
      if (rows.length > 0)
        controller.enqueue(encoder.encode(rows.map((row) => toCsvLine(toCells(row))).join('')));
      if (rows.length < pageOfCsv) controller.close();
    },
  });
}
