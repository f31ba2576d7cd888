import 'server-only';
import { v7 as uuidv7 } from 'uuid';

import { oneAtATime, transaction } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { migrateQueue } from '@/lib/platform/queue';
import { migrateRateLimits } from '@/lib/platform/rate-limit';
import { findSetting, putSetting } from '@/lib/platform/settings';
import { ensureStorage } from '@/lib/storage/bucket';
import { ensureCapabilities } from '@/lib/uploads/capabilities';
import { prepareFirstAdmin } from '@/lib/users/setup';
import { Installation } from './deletion-guard';

/** The queue's own migrations, among others, do not bear a second process beside them. */
const preparationLock = 72_707_372;

async function ensureInstallation(): Promise<Installation> {
  return transaction(async (tx) => {
    // Two instances starting at once must agree on one id.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(72707370)`;
    const found = await findSetting('installation', Installation);
    if (found) return found;
    const made = { id: uuidv7(), epoch: 1 };
    await putSetting(tx, { key: 'installation', value: made });
    return made;
  });
}

/**
 * What a start needs after the migrations, safe to repeat, one process at a time: tables of the libraries, the installation's
 * id in database and bucket, what the endpoint honours, and the first admin or a one-time set-up code.
 */
export function prepareInstallation(): Promise<{ setupCode: string | null }> {
  return oneAtATime(preparationLock, prepare);
}

async function prepare(): Promise<{ setupCode: string | null }> {
  await migrateQueue();
  await migrateRateLimits();
  const { id, epoch } = await ensureInstallation();
  const publicUrl = env().SLUICE_URL;
  await ensureStorage({
    installationId: id,
    epoch,
    publicOrigins: publicUrl ? [new URL(publicUrl).origin] : [],
  });
  await ensureCapabilities();
  return prepareFirstAdmin();
}
