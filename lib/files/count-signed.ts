import 'server-only';
import { db } from '@/lib/platform/db';
import { log } from '@/lib/platform/log';

/** The row of DailyCount that own downloads are counted in. */
export const signedDownloads = 'signed_downloads';

/** Signing is the hottest path: counts are gathered for a second and written at once. A crash loses that second. */
const gatherMs = 1_000;
let gathered = 0;
let isGathering = false;

/** Counts downloads that were signed for their owners. For the overview only: nothing is decided by it. */
export function countSignedDownloads(count: number): void {
  gathered += count;
  if (isGathering) return;
  isGathering = true;
  setTimeout(() => void write(), gatherMs).unref();
}

async function write(): Promise<void> {
  const count = gathered;
  gathered = 0;
  isGathering = false;
  try {
    await db().$executeRaw`
      INSERT INTO "DailyCount" AS c ("day", "name", "count")
      VALUES ((now() AT TIME ZONE 'UTC')::date, ${signedDownloads}, ${count})
      ON CONFLICT ("day", "name") DO UPDATE SET "count" = c."count" + EXCLUDED."count"`;
  } catch (error) {
    log.warn({ err: error, count }, 'downloads.not_counted');
  }
}
