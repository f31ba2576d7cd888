import 'server-only';
import type { SystemActor } from '@/lib/access/actor';
import { transaction } from '@/lib/platform/db';
import { recordAudit } from './record';

const actor: SystemActor = { type: 'system', job: 'audit-retention' };

/**
 * Drops what is older than months (whole months of the log, RULES 21); null keeps everything. That it was dropped is
 * in the log. Returns the number of months dropped. Safe to repeat and to race.
 */
export async function dropOldAudit(months: number | null, now = new Date()): Promise<number> {
  if (months === null) return 0;
  const firstKept = new Date(now);
  firstKept.setUTCMonth(firstKept.getUTCMonth() - months);
  return transaction(async (tx) => {
    const dropped = await tx.$queryRaw<{ name: string }[]>`SELECT audit_drop_before(${firstKept}) AS "name"`;
    if (dropped.length === 0) return 0;
    const partitions = dropped.map(({ name }) => name.slice(-7).replace('_', '-'));
    await recordAudit(tx, actor, { action: 'audit.expired', details: { months: partitions } });
    return dropped.length;
  });
}
