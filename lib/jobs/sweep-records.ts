import 'server-only';
import { removeDeletedAccounts } from '@/lib/accounts/remove-content';
import { dropOldAudit } from '@/lib/audit/retention';
import { db } from '@/lib/platform/db';
import { sweepRateLimits } from '@/lib/platform/rate-limit';
import { getPolicy } from '@/lib/users/policy';

const hours = (count: number): Date => new Date(Date.now() - count * 3_600_000);

/** Removes rows that have outlived their purpose, what deleted accounts owned, and prepares the audit log's next months and drops its old ones. */
export async function sweepRecords(): Promise<void> {
  await db().idempotency.deleteMany({ where: { createdAt: { lt: hours(24) } } });
  await db().session.deleteMany({ where: { expiresAt: { lt: hours(24) } } });
  await db().oneTimeToken.deleteMany({ where: { expiresAt: { lt: hours(24) } } });
  await db().downloadGrant.deleteMany({ where: { expiresAt: { lt: hours(0) } } });
  await db().dailyCount.deleteMany({ where: { day: { lt: hours(90 * 24) } } });
  await sweepRateLimits();
  await removeDeletedAccounts();
  await db().$executeRaw`SELECT audit_ensure_partitions(2)`;
  await dropOldAudit((await getPolicy()).auditMonths);
}
