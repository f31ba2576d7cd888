import { describe, expect, it } from 'vitest';
import { actionText, dayOf, parseFilter, startOfDay, subjectOf, toSearch } from './audit-filter';

describe('the filter of the audit log in the address', () => {
  it('survives a round trip', () => {
    const filter = {
      action: 'file.trashed',
      actor: '0190a5b4-7c3e-7d52-9d0e-2f1c5b7a9e10',
      address: '10.0.0.1',
      from: '2026-01-31T00:00:00.000Z',
    };
    expect(parseFilter(new URLSearchParams(toSearch(filter)))).toEqual(filter);
  });

  it('leaves out what is malformed', () => {
    expect(parseFilter(new URLSearchParams('action=DROP&actor=me&from=soon&x=1'))).toEqual({});
  });

  it('takes a day in the zone of the reader', () => {
    expect(dayOf(startOfDay('2026-03-29'))).toBe('2026-03-29');
    expect(dayOf(startOfDay('2026-12-31', 1))).toBe('2027-01-01');
    expect(startOfDay('')).toBeUndefined();
    expect(dayOf(undefined)).toBe('');
  });

  it('has words for actions', () => {
    expect(actionText('file.version_restored')).toBe('File: version restored');
    expect(subjectOf('file.version_restored')).toBe('file');
    expect(subjectOf(undefined)).toBe('all');
  });
});
