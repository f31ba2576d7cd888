import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, actorText } from '@/lib/access/actor';
import type { Prisma, Tx } from '@/lib/platform/db';

export type AuditEntry = {
  /** noun.verb, past tense: file.trashed */
  action: string;
  target?: { type: string; id: string; text?: string };
  details?: Prisma.InputJsonObject;
};

/**
 * Writes audit rows in the transaction of the change they describe: both exist, or neither. One statement with one
 * parameter for all entries, because signing for a hundred files writes a hundred of them on the hottest path.
 */
export async function recordAudits(tx: Tx, actor: Actor, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const origin = actor.type === 'system' ? null : actor.origin;
  const actorType = actor.type === 'user' && actor.token ? 'token' : actor.type;
  const actorId = actor.type === 'user' ? actor.userId : null;
  const rows = entries.map(({ action, target, details = {} }) => ({
    id: uuidv7(),
    action,
    targetType: target?.type,
    targetId: target?.id,
    // PostgreSQL's JSON takes no lone surrogates.
    targetText: target?.text?.toWellFormed(),
    details,
  }));
  await tx.$executeRaw`
    INSERT INTO "AuditEvent" ("id", "at", "action", "actorType", "actorId", "actorText", "targetType", "targetId",
      "targetText", "address", "userAgent", "requestId", "details")
    SELECT "id", statement_timestamp(), "action", ${actorType}, ${actorId}::uuid, ${actorText(actor)}, "targetType",
      "targetId", "targetText", ${origin?.address ?? null}, ${origin?.userAgent.slice(0, 500) ?? null},
      ${origin?.requestId ?? null}, "details"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS entry("id" uuid, "action" text, "targetType" text,
      "targetId" uuid, "targetText" text, "details" jsonb)`;
}

/** One audit row; see recordAudits. */
export function recordAudit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<void> {
  return recordAudits(tx, actor, [entry]);
}
