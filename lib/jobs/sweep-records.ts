import 'server-only';
import { db } from '@/lib/platform/db';
import { sweepRateLimits } from '@/lib/platform/rate-limit';

const hours = (count: number): Date => new Date(Date.now() - count * 3_600_000);

/** Removes rows that have outlived their purpose and prepares the audit log's next months. */
export async function sweepRecords(): Promise<void> {
  await db().idempotency.deleteMany({ where: { createdAt: { lt: hours(24) } } });
  await db().session.deleteMany({ where: { expiresAt: { lt: hours(24) } } });
  await db().oneTimeToken.deleteMany({ where: { expiresAt: { lt: hours(24) } } });
  await db().downloadGrant.deleteMany({ where: { expiresAt: { lt: hours(0) } } });
  await sweepRateLimits();
  await db().$executeRaw`SELECT audit_ensure_partitions(2)`;
}
