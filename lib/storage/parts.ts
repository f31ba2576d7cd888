const MIB = 2 ** 20;
const GIB = 2 ** 30;
const TIB = 2 ** 40;

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html ("Multipart upload limits"). */
export const MAX_PARTS = 10_000;
export const MAX_PART_BYTES = 5 * GIB;
/** The smallest part we plan: large enough that a request's own cost vanishes, small enough to lose on a bad line. */
const PREFERRED_PART_BYTES = 8 * MIB;
export const DEFAULT_MAX_OBJECT_BYTES = 5 * TIB;

/** partCount parts of partSizeBytes each; only the last may be shorter. */
export interface PartPlan {
  sizeBytes: number;
  partSizeBytes: number;
  partCount: number;
}

/** Thrown by planParts for a size that no plan fits. */
export class PartPlanError extends RangeError {
  constructor(
    readonly reason: 'empty' | 'too_large',
    readonly sizeBytes: number,
  ) {
    super(`no part plan for ${sizeBytes} bytes: ${reason}`);
    this.name = 'PartPlanError';
  }
}

/**
 * Part plan for an object of sizeBytes (1 … maxObjectBytes): equal parts, the last one shorter (R2 demands it),
 * at least 8 MiB each and whole MiB, at most 10,000 of at most 5 GiB. Throws PartPlanError.
 */
export function planParts(sizeBytes: number, limits: { maxObjectBytes?: number } = {}): PartPlan {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 1) throw new PartPlanError('empty', sizeBytes);
  const maxObjectBytes = limits.maxObjectBytes ?? DEFAULT_MAX_OBJECT_BYTES;
  if (sizeBytes > maxObjectBytes) throw new PartPlanError('too_large', sizeBytes);
  const fewestBytes = Math.ceil(Math.ceil(sizeBytes / MAX_PARTS) / MIB) * MIB;
  const partSizeBytes = Math.max(PREFERRED_PART_BYTES, fewestBytes);
  if (partSizeBytes > MAX_PART_BYTES) throw new PartPlanError('too_large', sizeBytes);
  return { sizeBytes, partSizeBytes, partCount: Math.ceil(sizeBytes / partSizeBytes) };
}

/** Exact length of part partNumber (1 … partCount) of a plan. Throws RangeError for any other number. */
export function partLengthBytes(plan: PartPlan, partNumber: number): number {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > plan.partCount) {
    throw new RangeError(`no part ${partNumber} among ${plan.partCount}`);
  }
  if (partNumber < plan.partCount) return plan.partSizeBytes;
  return plan.sizeBytes - plan.partSizeBytes * (plan.partCount - 1);
}
