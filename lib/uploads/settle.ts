import 'server-only';
import type { Actor } from '@/lib/access/actor';
import { AppError } from '@/lib/contracts/errors';
import type { Policy } from '@/lib/contracts/policy';
import { transaction } from '@/lib/platform/db';
import { mapConcurrently } from '@/lib/platform/map-concurrently';
import { copyObject } from '@/lib/storage/copy-object';
import { isStorageError } from '@/lib/storage/errors';
import { findObject } from '@/lib/storage/head-object';
import { getPolicy } from '@/lib/users/policy';
import { assemble, type ClaimedPart, incomplete } from './assemble';
import { type UploadCapabilities, uploadCapabilities } from './capabilities';
import { finishUploads, type Refused, type Verified } from './finish';
import { giveBack, holding, type Leased } from './lease';
import { verify } from './verify';

type Judged = { verified: Verified } | { refused: Refused } | { failed: unknown };
type Context = { policy: Policy; capabilities: UploadCapabilities };

/** Objects looked at side by side; the storage client has as many connections. */
const concurrency = 16;

/**
 * Takes leased uploads of one owner to their end: assemble, look at the object, copy it from staging, then one
 * transaction for all. Those that are not whole yet are given back; the reason comes back by upload id.
 */
export async function settleUploads(
  actor: Actor,
  rows: Leased[],
  claimed: ClaimedPart[] = [],
): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  const [policy, capabilities] = await Promise.all([getPolicy(), uploadCapabilities()]);
  await holding(rows, async () => {
    const judged = await mapConcurrently(rows, concurrency, (row) =>
      judge(row, claimed, { policy, capabilities }),
    );
    const verified = judged.flatMap((item) => ('verified' in item ? [item.verified] : []));
    const refused = judged.flatMap((item) => ('refused' in item ? [item.refused] : []));
    const [first] = rows;
    try {
      if (first && verified.length + refused.length > 0) {
        await transaction((tx) => finishUploads(tx, actor, { ownerId: first.ownerId, verified, refused }));
      }
    } catch (error) {
      for (const { row } of [...verified, ...refused]) {
        failures.set(row.id, error);
        await giveBack(row);
      }
    }
    for (const [index, item] of judged.entries()) {
      const row = rows[index];
      if (!row || !('failed' in item)) continue;
      failures.set(row.id, item.failed);
      await giveBack(row);
    }
  });
  return failures;
}

async function judge(row: Leased, claimed: ClaimedPart[], context: Context): Promise<Judged> {
  try {
    if (row.method === 'multipart') await assemble(row, claimed, context.capabilities);
    const verdict = await verify(row, context);
    if (verdict.outcome === 'missing') return { failed: incomplete([1], 1) };
    if (verdict.outcome === 'refused') return { refused: { row, reason: verdict.reason } };
    if (row.uploadKey !== row.objectKey) await toFinalKey(row, verdict);
    return { verified: { row, verdict } };
  } catch (error) {
    return { failed: error };
  }
}

/** Copies staging to the final key only while it still has the verified ETag: what was looked at is what is kept. */
async function toFinalKey(row: Leased, { etag, mime }: { etag: string; mime: string }): Promise<void> {
  try {
    await copyObject(row.uploadKey, row.objectKey, { ifMatchEtag: etag, contentType: mime });
  } catch (error) {
    // An earlier try copied it and lost its transaction: the same bytes are there.
    const copied = isStorageError(error, 'not_found') ? await findObject(row.objectKey) : null;
    if (copied?.sizeBytes === Number(row.sizeBytes) && copied.etag === etag) return;
    if (isStorageError(error, 'precondition_failed')) {
      throw new AppError('upload_incomplete', {
        detail: 'The bytes changed while they were checked. Complete again.',
        cause: error,
      });
    }
    throw error;
  }
}
