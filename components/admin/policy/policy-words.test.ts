import { describe, expect, it } from 'vitest';
import { changedFields, readExtensions, valueText } from './policy-words';

describe('the policy in words', () => {
  it('reads extensions however they are typed', () => {
    expect(readExtensions(' .EXE, *.bat;exe\n msi ')).toEqual(['bat', 'exe', 'msi']);
    expect(readExtensions('  ')).toEqual([]);
  });

  it('shows bytes, spans, lists and nothing', () => {
    expect(valueText('defaultQuotaBytes', null)).toBe('unlimited');
    expect(valueText('maxBytesByKind', { image: 5_000_000 })).toBe('image 5 MB');
    expect(valueText('uploadUrlSeconds', 900)).toBe('15 minutes');
    expect(valueText('refusedExtensions', [])).toBe('none');
    expect(valueText('trashDays', 30)).toBe('30');
  });

  it('names what differs', () => {
    const before = { trashDays: 30, versionsKept: 20 } as Parameters<typeof changedFields>[0];
    expect(changedFields(before, { ...before, trashDays: 7 })).toEqual(['trashDays']);
    expect(changedFields(before, { ...before })).toEqual([]);
  });
});
