import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_PART_BYTES, MAX_PARTS, PartPlanError, partLengthBytes, planParts } from './parts';

const MIB = 2 ** 20;
const TIB = 2 ** 40;

test.each([
  [1, 8 * MIB, 1],
  [8 * MIB, 8 * MIB, 1],
  [8 * MIB + 1, 8 * MIB, 2],
  [2 * 2 ** 30, 8 * MIB, 256],
  [10_000 * 8 * MIB, 8 * MIB, 10_000],
  [10_000 * 8 * MIB + 1, 9 * MIB, 8_889],
  [5 * TIB, 525 * MIB, 9_987],
])('%i bytes go in parts of %i, %i of them', (sizeBytes, partSizeBytes, partCount) => {
  expect(planParts(sizeBytes)).toEqual({ sizeBytes, partSizeBytes, partCount });
});

test('any size within the limits gives equal parts, a last one no longer, and exactly the size', () => {
  const size = fc.oneof(
    fc.integer({ min: 1, max: 100 * MIB }),
    fc.maxSafeInteger().map((n) => (Math.abs(n) % (48 * TIB)) + 1),
  );
  fc.assert(
    fc.property(size, (sizeBytes) => {
      const plan = planParts(sizeBytes, { maxObjectBytes: 48 * TIB });
      expect(plan.partCount).toBeLessThanOrEqual(MAX_PARTS);
      expect(plan.partSizeBytes).toBeLessThanOrEqual(MAX_PART_BYTES);
      expect(plan.partSizeBytes).toBeGreaterThanOrEqual(8 * MIB);
      expect(plan.partSizeBytes % MIB).toBe(0);
      const last = partLengthBytes(plan, plan.partCount);
      expect(last).toBeGreaterThan(0);
      expect(last).toBeLessThanOrEqual(plan.partSizeBytes);
      expect((plan.partCount - 1) * plan.partSizeBytes + last).toBe(sizeBytes);
    }),
    { numRuns: 2_000 },
  );
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('%d is no size for parts', (sizeBytes) => {
  expect(() => planParts(sizeBytes)).toThrow(PartPlanError);
});

test('an object beyond the limit is refused as too large', () => {
  expect(() => planParts(5 * TIB + 1)).toThrow(expect.objectContaining({ reason: 'too_large' }));
  expect(() => planParts(101, { maxObjectBytes: 100 })).toThrow(
    expect.objectContaining({ reason: 'too_large' }),
  );
  expect(() => planParts(2 ** 53 - 1, { maxObjectBytes: 2 ** 53 })).toThrow(PartPlanError);
});

test.each([0, 3, 1.5])('part %d of two does not exist', (partNumber) => {
  expect(() => partLengthBytes(planParts(9 * MIB), partNumber)).toThrow(RangeError);
});
