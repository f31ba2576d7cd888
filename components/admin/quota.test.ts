import { describe, expect, it } from 'vitest';
import { quotaText, readQuota } from './quota';

describe('quota', () => {
  it('reads nothing as unlimited and nonsense as nonsense', () => {
    expect(readQuota('  ')).toBeNull();
    expect(readQuota('plenty')).toBeUndefined();
    expect(readQuota('20 GB')).toBe(20_000_000_000);
  });

  it('reads back what it wrote', () => {
    const sizes = [0, 1, 1234, 5_000_000, 20_000_000_000, 5 * 2 ** 30, 3 * 2 ** 20, 21_474_836_481, null];
    for (const bytes of sizes) expect(readQuota(quotaText(bytes))).toBe(bytes);
    expect(quotaText(5 * 2 ** 30)).toBe('5 GiB');
    expect(quotaText(20_000_000_000)).toBe('20 GB');
  });
});
