import { describe, expect, it } from 'vitest';
import { quotaText, readQuota } from './quota';

describe('quota', () => {
  it('reads nothing as unlimited and nonsense as nonsense', () => {
    expect(readQuota('  ')).toBeNull();
    expect(readQuota('plenty')).toBeUndefined();
    expect(readQuota('20 GB')).toBe(20_000_000_000);
  });

  it('reads back what it wrote', () => {
    for (const bytes of [0, 5_000_000, 20_000_000_000, null]) expect(readQuota(quotaText(bytes))).toBe(bytes);
  });
});
