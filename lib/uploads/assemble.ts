import 'server-only';
import { AppError } from '@/lib/contracts/errors';
import { isStorageError } from '@/lib/storage/errors';
import { findObject } from '@/lib/storage/head-object';
import { completeMultipart, listParts, type UploadedPart } from '@/lib/storage/multipart';
import { partLengthBytes } from '@/lib/storage/parts';
import type { UploadCapabilities } from './capabilities';
import { planOf } from './sign';
import type { UploadRow } from './to-upload-dto';

export type ClaimedPart = { partNumber: number; md5?: string | undefined };

/** Parts of the plan that the bucket lacks, or has with another length. Pure. */
export function missingParts(plan: ReturnType<typeof planOf>, stored: UploadedPart[]): number[] {
  const sizes = new Map(stored.map(({ partNumber, sizeBytes }) => [partNumber, sizeBytes]));
  const numbers = Array.from({ length: plan.partCount }, (_part, index) => index + 1);
  return numbers.filter((number) => sizes.get(number) !== partLengthBytes(plan, number));
}

/** Parts whose MD5, as their sender computed it, is not what the bucket stored. Pure. */
export function damagedParts(claimed: ClaimedPart[], stored: UploadedPart[]): number[] {
  const etags = new Map(stored.map(({ partNumber, etag }) => [partNumber, etag]));
  return claimed
    .filter(
      ({ partNumber, md5 }) => md5 && etags.get(partNumber) !== Buffer.from(md5, 'base64').toString('hex'),
    )
    .map(({ partNumber }) => partNumber);
}

/**
 * Makes the object of its parts from the bucket's own list (no ETag of a browser is needed). Numbering and sizes
 * follow the plan; parts nobody planned are left out. Repeatable: an object that is there already counts as whole.
 * Throws upload_incomplete that names what is missing, verification_failed for damaged parts (send those again).
 */
export async function assemble(
  row: UploadRow,
  claimed: ClaimedPart[],
  capabilities: UploadCapabilities,
): Promise<void> {
  if (!row.multipartId) throw incomplete([1], row.partCount ?? 1);
  const ref = { key: row.uploadKey, multipartId: row.multipartId };
  const stored = await storedParts(ref);
  if (stored === null) {
    if (await findObject(row.uploadKey)) return;
    throw incomplete([1], row.partCount ?? 1);
  }
  const plan = planOf(row);
  const missing = missingParts(plan, stored);
  if (missing.length > 0) throw incomplete(missing, plan.partCount);
  const damaged = capabilities.partEtagIsMd5 ? damagedParts(claimed, stored) : [];
  if (damaged.length > 0) {
    throw new AppError('verification_failed', {
      detail: `Part ${damaged.slice(0, 10).join(', ')} arrived damaged. Send it again.`,
      errors: damaged.slice(0, 100).map((number) => ({
        path: `parts.${number}`,
        message: 'The stored bytes differ from what was sent.',
      })),
    });
  }
  const planned = stored.filter(({ partNumber }) => partNumber <= plan.partCount);
  try {
    await completeMultipart({ ...ref, parts: planned });
  } catch (error) {
    const completedBefore = isStorageError(error, 'not_found') && (await findObject(row.uploadKey)) !== null;
    if (!completedBefore) throw error;
  }
}

async function storedParts(ref: { key: string; multipartId: string }): Promise<UploadedPart[] | null> {
  try {
    return await listParts(ref);
  } catch (error) {
    if (isStorageError(error, 'not_found')) return null;
    throw error;
  }
}

export function incomplete(missing: number[], partCount: number): AppError {
  const named = missing.slice(0, 20).join(', ');
  return new AppError('upload_incomplete', {
    detail:
      partCount > 1
        ? `The bucket does not have all parts yet: ${named}${missing.length > 20 ? ' …' : ''} of ${partCount}. Send them, then complete again.`
        : 'The bucket does not have the bytes yet. Send them, then complete again.',
    errors: missing
      .slice(0, 100)
      .map((number) => ({ path: `parts.${number}`, message: 'Missing or not of the planned size.' })),
  });
}
