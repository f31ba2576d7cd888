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

/** Writes audit rows in the transaction of the change they describe: both exist, or neither. */
export async function recordAudits(tx: Tx, actor: Actor, entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const origin = actor.type === 'system' ? null : actor.origin;
  await tx.auditEvent.createMany({
    data: entries.map(({ action, target, details }) => ({
      id: uuidv7(),
      action,
      actorType: actor.type === 'user' && actor.token ? 'token' : actor.type,
      actorId: actor.type === 'user' ? actor.userId : null,
      actorText: actorText(actor),
      targetType: target?.type ?? null,
      targetId: target?.id ?? null,
      targetText: target?.text ?? null,
      address: origin?.address ?? null,
      userAgent: origin?.userAgent.slice(0, 500) ?? null,
      requestId: origin?.requestId ?? null,
      details: details ?? {},
    })),
  });
}

/** One audit row; see recordAudits. */
export function recordAudit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<void> {
  return recordAudits(tx, actor, [entry]);
}
